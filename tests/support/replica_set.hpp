#pragma once
// SPDX-License-Identifier: Apache-2.0
// A replica set of three members on this machine, whose primary can be killed.

#include <array>
#include <string>

#include "support/mongod.hpp"

namespace loom::test {

/// Three servers that elect a new primary within a second.
class ReplicaSet {
 public:
  /// Starts the members and waits until they have elected a primary.
  ReplicaSet();

  std::string uri() const;

  /// The member that takes writes, other than `except`; waits until there is one.
  Mongod& primary(const Mongod* except = nullptr);
  std::array<Mongod, 3>& members() noexcept { return members_; }

 private:
  std::array<Mongod, 3> members_;
};

}  // namespace loom::test
