#pragma once
// SPDX-License-Identifier: Apache-2.0
// What saving and erasing share: how one stored document is found, guarded, and told to be another.

#include <string>
#include <string_view>
#include <vector>

#include "loom/bson/reader.hpp"
#include "loom/bson/writer.hpp"
#include "loom/core/collection.hpp"

namespace loom::core {

/// The `_id` of a document that was stored.
bson::Element id_of(bson::View document);

/// {"_id": {"$eq": …}}
void write_id_equals(bson::Writer& out, const bson::Element& id);

/// Compares texts as the bytes that they are, whatever the collection takes for equal.
void write_exact_collation(bson::Writer& out);

/// The document as it is on the primary now, which may not be on a majority yet: a guard sees it,
/// too. In a transaction, as that sees it.
Found find_newest(const ModelInfo& model, const bson::Element& id, std::string_view verb);

/// The standing of what was saved just now.
inline Standing saved_standing() noexcept {
  return current_attempt ? Standing::inserted : Standing::stored;
}

/// Throws where a transaction calls again for an insert that its undone attempt had sent with other
/// values: what the object was changed by is in it still, and would be applied twice.
void require_same_insert(const ModelInfo& model, const Tracking& tracking, bson::View document);

[[noreturn]] void throw_conflict(const ModelInfo& model, std::string_view verb,
                                 std::vector<std::string> fields);
[[noreturn]] void throw_deleted(const ModelInfo& model, std::string_view verb);

/// Throws a ValidationError where `what` takes more bytes than MongoDB stores.
void require_size(const ModelInfo& model, std::size_t size, std::string_view what,
                  std::string_view advice = "split the document");

/// How often a change is tried again whose guard failed although nothing collides: another writer
/// changed a leaf and changed it back.
inline constexpr int max_attempts = 5;

/// Runs `write`, and marks the object where its answer was lost.
template <class Write>
auto tracked(Tracking& tracking, Standing in_doubt, Write write) {
  try {
    return write();
  } catch (const InDoubtError&) {
    tracking.standing = in_doubt;
    throw;
  }
}

}  // namespace loom::core
