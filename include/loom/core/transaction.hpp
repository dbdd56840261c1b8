#pragma once
// SPDX-License-Identifier: Apache-2.0
// Runs a callback as a transaction, whatever it gives.

#include <functional>

namespace loom::core {

/// Calls `callback`, again where the transaction lost a race or its server, and commits what it
/// did. Within a transaction of this thread it becomes a part of that one.
///
/// Throws: as loom::transaction.
void run_transaction(const std::function<void()>& callback);

}  // namespace loom::core
