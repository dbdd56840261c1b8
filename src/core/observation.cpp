// SPDX-License-Identifier: Apache-2.0
// Who observes commands, and what they are told.
#include "core/observation.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <vector>

#include "core/server_error.hpp"
#include "core/shape.hpp"
#include "core/statement.hpp"
#include "loom/bson/document.hpp"

namespace loom {
namespace core {

/// One callback. Its mutex is held during a call, and recursive, so that a callback may end itself.
struct Observer {
  Observer(std::function<void(const CommandEvent&)> call, bool values)
      : callback(std::move(call)), with_values(values) {}

  const std::function<void(const CommandEvent&)> callback;
  const bool with_values;
  std::recursive_mutex mutex;
  bool ended = false;
  std::exception_ptr failure;

  void call(const CommandEvent& event) {
    const std::lock_guard lock(mutex);
    if (ended) return;
    try {
      callback(event);
    } catch (...) {
      failure = std::current_exception();
      ended = true;
    }
  }
};

namespace {

using Observers = std::vector<std::shared_ptr<Observer>>;

struct Registry {
  std::mutex mutex;
  Observers observers;
};

std::atomic<int> observers_there{0};
thread_local bool is_telling = false;

// Never destroyed: a static object of the program may still save something while it is.
Registry& registry() {
  static auto& instance = *new Registry;
  return instance;
}

void remove(const std::shared_ptr<Observer>& observer) {
  const std::lock_guard lock(registry().mutex);
  observers_there -= static_cast<int>(std::erase(registry().observers, observer));
}

Observers current_observers() {
  const std::lock_guard lock(registry().mutex);
  return registry().observers;
}

// Source: https://github.com/mongodb/specifications, command logging and monitoring: security.
bool is_secret(std::string_view command) {
  constexpr std::array<std::string_view, 9> names = {
      "authenticate", "saslStart",      "saslContinue",    "getnonce", "createUser",
      "updateUser",   "copydbgetnonce", "copydbsaslstart", "copydb"};
  return std::ranges::count(names, command) > 0;
}

std::string values_of(const Command& command) {
  if (is_secret(command_name(command.body))) return {};
  return Document::from_bytes(command.body).to_json();
}

int code_of(bson::View reply) {
  try {
    auto errors = bson::inside_of(bson::find(bson::open(reply), "writeErrors"));
    const auto first = bson::next(errors);
    return first ? error_facts(first->value, {}).code : 0;
  } catch (const bson::Corrupt&) {
    return 0;  // who reads the reply will say so
  }
}

/// While it lives, what this thread sends is not observed.
struct Telling {
  Telling() { is_telling = true; }
  ~Telling() { is_telling = false; }
};

CommandObserver observe(std::function<void(const CommandEvent&)> callback, bool with_values) {
  auto observer = std::make_shared<Observer>(std::move(callback), with_values);
  const std::lock_guard lock(registry().mutex);
  registry().observers.push_back(observer);
  ++observers_there;
  return CommandObserver(std::move(observer));
}

}  // namespace

Observation::Observation(const Command& command) : command_(command) {
  if (observers_there.load(std::memory_order_relaxed) > 0 && !is_telling)
    start_ = std::chrono::steady_clock::now();
}

void Observation::answered(bson::View reply, int deliveries) {
  if (!start_) return;
  const int code = code_of(reply);
  tell(code ? CommandOutcome::failed : CommandOutcome::succeeded, code, deliveries);
}

void Observation::failed(const Error& error, int deliveries) {
  if (!start_) return;
  const bool doubtful = dynamic_cast<const InDoubtError*>(&error) != nullptr;
  tell(doubtful ? CommandOutcome::in_doubt : CommandOutcome::failed, error.code(), deliveries);
}

void Observation::ended(const Answer& answer) {
  if (answer.outcome == Outcome::answered) return answered(answer.reply.bytes(), 1);
  if (!start_) return;
  const bool refused = answer.outcome == Outcome::refused || answer.outcome == Outcome::passing;
  const bool doubtful = answer.outcome == Outcome::lost && command_.effect != Effect::read;
  tell(doubtful ? CommandOutcome::in_doubt : CommandOutcome::failed,
       refused ? error_facts(answer.reply.bytes(), {}).code : 0, 1);
}

Answer ask_observed(Conversation& conversation, const Command& command, const std::string& database,
                    bson::View message, std::uint32_t server, Deadline deadline) {
  Observation observation(command);
  auto answer = conversation.ask(database, message, server, deadline);
  observation.ended(answer);
  return answer;
}

void Observation::tell(CommandOutcome outcome, int code, int deliveries) {
  const Telling telling;
  try {
    CommandEvent event{.name = std::string(command_name(command_.body)),
                       .database = std::string(command_.database),
                       .collection = std::string(collection_name(command_.body)),
                       .operation = std::string(command_.operation),
                       .shape = shape_of(command_.body),
                       .duration = std::chrono::steady_clock::now() - *start_,
                       .deliveries = deliveries,
                       .outcome = outcome,
                       .code = code};
    for (const auto& observer : current_observers()) {
      event.values = observer->with_values ? values_of(command_) : std::string();
      observer->call(event);
    }
  } catch (const bson::Corrupt&) {
    // A command that is no BSON was never sent, and the operation's own error says so.
  }
}

}  // namespace core

CommandObserver::CommandObserver(std::shared_ptr<core::Observer> observer) noexcept
    : observer_(std::move(observer)) {}

CommandObserver& CommandObserver::operator=(CommandObserver&& other) noexcept {
  std::swap(observer_, other.observer_);
  return *this;
}

CommandObserver::~CommandObserver() {
  if (!observer_) return;
  core::remove(observer_);
  const std::lock_guard lock(observer_->mutex);
  observer_->ended = true;
}

std::exception_ptr CommandObserver::failure() const {
  const std::lock_guard lock(observer_->mutex);
  return observer_->failure;
}

CommandObserver on_command(std::function<void(const CommandEvent&)> callback) {
  return core::observe(std::move(callback), false);
}

CommandObserver on_command(std::function<void(const CommandEvent&)> callback,
                           unsafely::WithValues) {
  return core::observe(std::move(callback), true);
}

}  // namespace loom
