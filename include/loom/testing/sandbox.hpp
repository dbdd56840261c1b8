#pragma once
// SPDX-License-Identifier: Apache-2.0
// Temporary databases for tests, tutorials and tries.

#include <memory>
#include <string>

namespace loom::testing {

/// Asks a Sandbox to refuse queries that no index serves.
struct RequireIndexes {};
inline constexpr RequireIndexes require_indexes{};

/// While it lives, every database of this program is a temporary one on the local server.
///
/// The local server is `MONGODB_LOCAL_URI`, or the private one; never a remote database. Its
/// databases are dropped at its end; those of a program that was killed are dropped by the next
/// Sandbox. One at a time in a process: a second one throws `loom::Error`.
///
///     loom::testing::Sandbox sandbox;
///     Customer{.name = "Ada"}.persist();
class Sandbox {
 public:
  Sandbox();
  /// The same; and a query, update or pipeline that would look at every document of a collection
  /// for its filter, or sort in memory, throws a MissingIndexError, which says what index to
  /// declare.
  ///
  /// The server is asked for its plan once for each shape of query. What asks for all documents,
  /// `all()` or `everything`, passes, and so do later stages of pipelines: no index serves them.
  ///
  ///     loom::testing::Sandbox sandbox{loom::testing::require_indexes};
  explicit Sandbox(RequireIndexes);
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  /// What the names of its databases begin with.
  const std::string& prefix() const noexcept { return prefix_; }

 private:
  struct Inside;
  std::string prefix_;
  std::unique_ptr<Inside> inside_;
};

}  // namespace loom::testing
