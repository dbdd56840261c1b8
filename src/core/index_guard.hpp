#pragma once
// SPDX-License-Identifier: Apache-2.0
// Refuses queries that no index serves, for a Sandbox that requires indexes.

#include "loom/core/command.hpp"

namespace loom::core {

/// From now on `require_index` looks, or lets everything pass.
void set_indexes_required(bool required);

/// Asks the server once for each shape of query how it would find its documents.
///
/// Throws: MissingIndexError, where it would look at every document for a filter, or sort in
/// memory.
void require_index(const Command& command);

}  // namespace loom::core
