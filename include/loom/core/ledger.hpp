#pragma once
// SPDX-License-Identifier: Apache-2.0
// How the records of a ledger are asked for, on bytes: in the order of the time and the `_id`.

#include <optional>
#include <span>
#include <string_view>

#include "loom/core/pipeline.hpp"
#include "loom/info/filter.hpp"
#include "loom/time/time.hpp"

namespace loom::core {

/// The records that a filter means, the newest first: all, or those that were there at an instant.
Query newest_first(const FilterTerm& filter, std::string_view time, std::optional<Time> at);
/// The records that a filter means, the oldest first.
Query oldest_first(const FilterTerm& filter, std::string_view time);

/// The last record of each key: now, or at an instant.
Pipeline last_of_each(const ModelInfo& model, std::string_view key, std::string_view time,
                      std::optional<Time> at);

/// The command that creates a role which finds and inserts in these collections.
Document ledger_role(std::string_view name, std::span<const ModelInfo* const> models);

}  // namespace loom::core
