// SPDX-License-Identifier: Apache-2.0
// The program's one connection: what it leads to, and how the first operation makes it.

#include "connect/connection.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <thread>

#include "connect/environment.hpp"
#include "connect/failure.hpp"
#include "connect/local_server.hpp"
#include "core/conversation.hpp"
#include "core/delivery.hpp"
#include "core/namespace.hpp"
#include "core/transaction.hpp"
#include "loom/connect/connect.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view operation = "connect";

/// The program's connection. Never destroyed: a static object may still save while it is, and the
/// threads of a connection without TLS do no harm at the end of the program.
struct Current {
  std::mutex mutex;
  std::condition_variable settled;
  bool connecting = false;
  std::shared_ptr<Connection> connection;
  bool elsewhere = false;   // it is one that loom::connect or MONGODB_URI named
  bool only_local = false;  // for a Sandbox
  int leaving = 0;          // connections that are being closed
};

Current& current() {
  static auto& instance = *new Current;
  return instance;
}

std::shared_ptr<Connection> exchange(std::shared_ptr<Connection> connection) {
  const std::lock_guard lock(current().mutex);
  return std::exchange(current().connection, std::move(connection));
}

// To close a connection takes until its server answers, or seconds where it does not: nobody who
// has a deadline waits for that.
void retire(std::shared_ptr<Connection> connection) {
  if (!connection) return;
  const std::lock_guard lock(current().mutex);
  std::thread([last = std::move(connection)]() mutable {
    last.reset();
    const std::lock_guard ended(current().mutex);
    --current().leaving;
    current().settled.notify_all();
  }).detach();
  ++current().leaving;
}

// OpenSSL takes itself down at the end of the program: no thread may use TLS any more.
void close_at_exit(const Connection& connection) {
  if (!mongoc_uri_get_tls(&connection.uri())) return;
  static const int registered = std::atexit([] {
    exchange(nullptr);
    std::unique_lock lock(current().mutex);
    current().settled.wait(lock, [] { return current().leaving == 0; });
  });
  static_cast<void>(registered);
}

void replace(std::shared_ptr<Connection> connection) {
  retire(exchange(std::move(connection)));
  next_epoch();
}

void replace_by_name(std::shared_ptr<Connection> connection) {
  {
    const std::lock_guard lock(current().mutex);
    if (current().only_local)
      throw Error(
          "a Sandbox keeps this program on the local server: call loom::connect before it begins "
          "or after its end",
          {.operation = std::string(operation)});
    current().elsewhere = true;
  }
  replace(std::move(connection));
}

std::shared_ptr<Connection> open(std::string_view uri, const ConnectOptions& options, Keeper keeper,
                                 Deadline deadline) {
  auto connection = std::make_shared<Connection>(uri, options, keeper);
  close_at_exit(*connection);
  try {
    Connection::greet(connection, deadline);
  } catch (...) {
    retire(std::move(connection));
    throw;
  }
  return connection;
}

std::shared_ptr<Connection> open_on_this_machine(Deadline deadline) {
  if (const auto named = local_by_environment())
    return open(named->uri, named->options, Keeper::others, deadline);
  return open(local_server_uri(), {}, Keeper::loom, deadline);
}

/// What a writer's URI says of its writes; parse_uri has seen that a word allows it.
Confirmation confirmation_of(const mongoc_uri_t& uri) {
  const auto* concern = mongoc_uri_get_write_concern(&uri);
  return {.majority = mongoc_write_concern_get_w(concern) != 1,
          .journal = !mongoc_write_concern_journal_is_set(concern) ||
                     mongoc_write_concern_get_journal(concern)};
}

std::optional<Deployment> deployment_of(std::string_view server_type) {
  if (server_type == "Standalone") return Deployment::standalone;
  if (server_type == "Mongos") return Deployment::sharded;
  if (server_type == "RSPrimary") return Deployment::replica_set;
  return std::nullopt;
}

bson::View ping() {
  static const auto* command = BCON_NEW("ping", BCON_INT32(1));
  return view_of(*command);
}

}  // namespace

Connection::Connection(std::string_view uri, const ConnectOptions& options, Keeper keeper)
    : pool_(parse_uri(uri, options)),
      keeper_(keeper),
      hosts_(hosts_of(pool_.uri())),
      local_(is_local(pool_.uri())),
      confirmation_(confirmation_of(pool_.uri())) {}

void Connection::revive(Deadline deadline) const {
  if (keeper_ != Keeper::loom) return;
  const DeadlineScope limited(remaining(deadline));
  local_server_uri();
}

void Connection::greet(const std::shared_ptr<Connection>& self, Deadline deadline) {
  // Longer than an election: a member that takes no writes by then is not going to.
  const auto elected = std::min(deadline, Clock::now() + 15s);
  Conversation conversation(self, deadline, operation);
  for (;; std::this_thread::sleep_for(20ms)) {
    deliver(conversation, {.database = "admin", .body = ping(), .operation = operation}, deadline);
    std::string type;
    if (auto server = conversation.choose_server(deadline, type)) type = server->type;
    if (const auto known = deployment_of(type)) {
      self->deployment_ = *known;
      return;
    }
    if (remaining(elected) == 0ms)
      throw ConnectionError("connect: " + self->hosts_ + " takes no writes (" + type +
                                "): name its replica set in the URI, as ?replicaSet=rs0",
                            {.operation = std::string(operation)}, reason_in(type));
  }
}

std::shared_ptr<Connection> current_connection(Deadline deadline) {
  auto& state = current();
  std::unique_lock lock(state.mutex);
  if (state.connection) return state.connection;
  if (!state.settled.wait_until(lock, deadline, [&] { return !state.connecting; }))
    throw TimeoutError("another thread was still connecting at the deadline",
                       {.operation = std::string(operation), .retryable = true});
  if (state.connection) return state.connection;

  state.connecting = true;
  const bool only_local = state.only_local;
  lock.unlock();
  bool elsewhere = false;
  const auto finish = [&](std::shared_ptr<Connection> connection) {
    lock.lock();
    state.connecting = false;
    if (!state.connection) {
      state.connection = std::move(connection);
      state.elsewhere = elsewhere;
    }
    state.settled.notify_all();
    return state.connection;
  };
  try {
    std::shared_ptr<Connection> made;
    if (const auto named = only_local ? std::nullopt : remote_by_environment()) {
      elsewhere = true;
      made = open(named->uri, named->options, Keeper::others, deadline);
    } else {
      made = open_on_this_machine(deadline);
    }
    return finish(std::move(made));
  } catch (...) {
    finish(nullptr);
    throw;
  }
}

OnlyLocal::OnlyLocal(Deadline deadline) {
  {
    std::unique_lock lock(current().mutex);
    if (current().only_local)
      throw Error("there is a Sandbox already: a process has one at a time");
    current().only_local = true;
    // A thread that began to connect before this may still come to what MONGODB_URI names.
    if (!current().settled.wait_until(lock, deadline, [] { return !current().connecting; })) {
      current().only_local = false;
      throw TimeoutError("another thread was still connecting at the deadline",
                         {.operation = std::string(operation), .retryable = true});
    }
    if (current().elsewhere) before_ = current().connection;
  }
  try {
    if (before_)
      replace(open_on_this_machine(deadline));
    else
      current_connection(deadline);
  } catch (...) {
    end();
    throw;
  }
}

OnlyLocal::~OnlyLocal() { end(); }

void OnlyLocal::end() noexcept {
  if (before_)
    replace(std::move(before_));
  else if (names_remote())
    replace(nullptr);  // the next operation connects to what MONGODB_URI names
  const std::lock_guard lock(current().mutex);
  current().only_local = false;
}

}  // namespace loom::core

namespace loom {

void connect(std::string_view uri, const ConnectOptions& options) {
  core::require_no_transaction("loom::connect", "it keeps to its connection; call it before");
  core::replace_by_name(core::open(uri, options, core::Keeper::others, core::operation_deadline()));
}

}  // namespace loom
