#pragma once
// SPDX-License-Identifier: Apache-2.0
// An index as the server writes it down: its name, key and options.

#include <string>

#include "loom/bson/view.hpp"
#include "loom/bson/writer.hpp"
#include "loom/core/model_info.hpp"

namespace loom::core {

/// The name that MongoDB gives an index by itself: "age_1_created_at_-1".
std::string name_of(const IndexInfo& index);

/// Its options for a reader, always in the same words: two indexes have the same options where the
/// words are the same. "unique, only where email exists"; "plain" where there are none.
std::string options_of(const IndexInfo& index);
/// The same of an index that the server lists.
std::string options_of(bson::View spec);

/// True where the server's index is over the same fields in the same directions.
bool has_same_key(const IndexInfo& index, bson::View spec);

/// Writes an index as an element of createIndexes' array.
void write_spec(bson::Writer& out, std::size_t place, const IndexInfo& index);

}  // namespace loom::core
