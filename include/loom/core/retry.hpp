#pragma once
// SPDX-License-Identifier: Apache-2.0
// Tries again what lost a race against another writer.

#include "loom/info/error.hpp"

namespace loom::core {

/// How often a conflict is tried again before it reaches the caller.
inline constexpr int max_conflicts = 100;

/// Waits a random time that grows with the tries, so that writers who met do not meet again; throws
/// TimeoutError where this thread's deadline would pass.
void pause_after_conflict(int tries);

/// Calls `f` until it ends without a ConflictError. A deleted document is none to try again.
template <class F>
auto retry_conflicts(F f) {
  for (int tries = 1;; ++tries) {
    try {
      return f();
    } catch (const ConflictError& conflict) {
      if (conflict.deleted() || tries == max_conflicts) throw;
    }
    pause_after_conflict(tries);
  }
}

}  // namespace loom::core
