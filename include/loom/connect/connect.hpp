#pragma once
// SPDX-License-Identifier: Apache-2.0
// Where the data are: a URI, or with no setting a private server on this machine.

#include <chrono>
#include <string_view>
#include <utility>

#include "loom/info/unsafely.hpp"
#include "loom/secret/secret.hpp"

namespace loom {

/// What `loom::connect` is told beside the URI.
struct ConnectOptions {
  /// The password of the URI's user. The driver keeps a copy as long as the connection lasts; Loom
  /// keeps none.
  Secret secret{};
  /// The safeties that this URI may give up: `loom::unsafely::no_tls | …`.
  unsafely::OfConnection allow{};
};

/// Connects this program to the database that `uri` names, and checks that it answers.
///
/// A password never stands in the URI: it is `options.secret`, and the URI may have a `%s` in its
/// place. Without a call, the first operation connects: to `MONGODB_URI` where that is set, else to
/// `MONGODB_LOCAL_URI`, else to a private server of this user, which it starts when it is not
/// running. `MONGODB_SECRET` and `MONGODB_LOCAL_SECRET` name the secrets of their passwords, for
/// `loom::secret`. A program has one connection; a second call replaces the first for operations
/// that begin after it. A process made by fork() cannot use its parent's: it calls this itself.
///
/// Throws: ConnectionError, whose reason() tells what to do (a URI that is none, an option that is
///         unknown or gives up a safety, a server that is not there, is not the one it should be,
///         or refuses the login), TimeoutError.
/// Source: https://www.mongodb.com/docs/manual/reference/connection-string/
///
///     loom::connect("mongodb://127.0.0.1:27017/?replicaSet=rs0");
///     loom::connect("mongodb://app:%s@db.example.org/?tls=true",
///                   {.secret = loom::secret("db-password")});
void connect(std::string_view uri, const ConnectOptions& options = {});

namespace core {
/// Sets the deadline of this thread's operations while it lives; an inner one never extends an
/// outer.
class DeadlineScope {
 public:
  explicit DeadlineScope(std::chrono::milliseconds limit);
  ~DeadlineScope();
  DeadlineScope(const DeadlineScope&) = delete;
  DeadlineScope& operator=(const DeadlineScope&) = delete;

 private:
  std::chrono::steady_clock::time_point outer_;
};
}  // namespace core

/// Calls `f`; all operations in it, together, end within `limit` (else 30 seconds for each
/// operation).
///
/// Throws: TimeoutError, or InDoubtError for a write that was sent.
///
///     auto ada = loom::with_deadline(2s, [&] { return Customer::get(id); });
template <class F>
decltype(auto) with_deadline(std::chrono::milliseconds limit, F&& f) {
  core::DeadlineScope scope(limit);
  return std::forward<F>(f)();
}

}  // namespace loom
