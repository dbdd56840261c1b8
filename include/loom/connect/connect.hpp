#pragma once
// SPDX-License-Identifier: Apache-2.0
// Where the data are: a URI, or with no setting a private server on this machine.

#include <chrono>
#include <string_view>
#include <utility>

namespace loom {

/// Connects this program to the database that `uri` names, and checks that it answers.
///
/// Without a call, the first operation connects: to `MONGODB_LOCAL_URI` where that is set, else to
/// a private server of this user, which it starts when it is not running. A program has one
/// connection; a second call replaces the first for operations that begin after it.
///
/// Throws: ConnectionError (a URI that is none, an option that is unknown or gives up a safety, a
///         server that is not there or refuses the login), TimeoutError.
/// Source: https://www.mongodb.com/docs/manual/reference/connection-string/
///
///     loom::connect("mongodb://127.0.0.1:27017/?replicaSet=rs0");
void connect(std::string_view uri);

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
