// SPDX-License-Identifier: Apache-2.0
// The connections to one deployment, lent to one thread at a time.

#include "connect/pool.hpp"

#include <unistd.h>

#include <algorithm>
#include <string>

#include "connect/stream.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

// A search for a server that is longer than this would outlive short deadlines; who needs a longer
// one begins it again.
constexpr std::int32_t longest_search_ms = 200;
// Measured: a new primary is found after 1 s, with the driver's 10 s after 6 s.
constexpr std::int32_t heartbeat_ms = 500;
constexpr std::int32_t connect_ms = 2'000;
constexpr std::int32_t clients = 100;

std::int32_t option(const mongoc_uri_t& uri, const char* name, std::int32_t otherwise) {
  return mongoc_uri_get_option_as_int32(&uri, name, otherwise);
}

Uri with_defaults(Uri uri) {
  const auto search = option(*uri, MONGOC_URI_SERVERSELECTIONTIMEOUTMS, longest_search_ms);
  for (const auto& [name, value] :
       {std::pair{MONGOC_URI_SERVERSELECTIONTIMEOUTMS, std::min(search, longest_search_ms)},
        std::pair{MONGOC_URI_HEARTBEATFREQUENCYMS,
                  option(*uri, MONGOC_URI_HEARTBEATFREQUENCYMS, heartbeat_ms)},
        std::pair{MONGOC_URI_CONNECTTIMEOUTMS,
                  option(*uri, MONGOC_URI_CONNECTTIMEOUTMS, connect_ms)},
        std::pair{MONGOC_URI_MAXPOOLSIZE, option(*uri, MONGOC_URI_MAXPOOLSIZE, clients)}})
    mongoc_uri_set_option_as_int32(uri.get(), name, value);
  return uri;
}

}  // namespace

Pool::Pool(Uri uri)
    : uri_(with_defaults(std::move(uri))),
      tls_(tls_options(*uri_)),
      pool_(mongoc_client_pool_new(uri_.get())),
      process_(getpid()),
      size_(static_cast<std::size_t>(option(*uri_, MONGOC_URI_MAXPOOLSIZE, clients))) {
  if (!pool_)
    throw ConnectionError("cannot prepare connections to " + hosts_of(*uri_) +
                          ": its name or its TLS files cannot be resolved");
  forget_password(*uri_);
  mongoc_client_pool_set_error_api(pool_.get(), MONGOC_ERROR_API_VERSION_2);
  idle_.reserve(size_);
}

Pool::~Pool() {
  if (process_ != getpid()) {
    static_cast<void>(pool_.release());  // its threads live in the parent only: nobody can end them
    return;
  }
  RoundTrip goodbye(Clock::now() + std::chrono::milliseconds(500));
  for (auto* client : idle_) mongoc_client_pool_push(pool_.get(), client);
  pool_.reset();
}

Pool::Lease Pool::lend(Deadline deadline, std::string_view operation) {
  if (process_ != getpid())
    throw Error(
        "this process was made by fork() and shares its parent's connection: call "
        "loom::connect in the child",
        {.operation = std::string(operation)});
  std::unique_lock lock(mutex_);
  const auto available = [&] { return !idle_.empty() || made_ < size_; };
  if (!returned_.wait_until(lock, deadline, available))
    throw TimeoutError(
        std::string(operation) + ": all " + std::to_string(size_) +
            " connections were in use until the deadline; read streams to their end, or"
            " raise maxPoolSize in the URI",
        {.operation = std::string(operation), .retryable = true});
  if (idle_.empty()) return Lease(*this, new_client());
  auto* client = idle_.back();
  idle_.pop_back();
  return Lease(*this, client);
}

// A client stays out of the driver's pool once it is made: one lock for a lease instead of two.
mongoc_client_t* Pool::new_client() {
  auto* client = mongoc_client_pool_pop(pool_.get());
  mongoc_client_set_stream_initiator(client, open_stream,
                                     mongoc_uri_get_tls(uri_.get()) ? &tls_ : nullptr);
  ++made_;
  return client;
}

void Pool::take_back(mongoc_client_t* client) noexcept {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(client);
  }
  returned_.notify_one();
}

}  // namespace loom::core
