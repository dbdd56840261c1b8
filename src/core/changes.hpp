#pragma once
// SPDX-License-Identifier: Apache-2.0
// What differs between an object as it was loaded and as it is now, leaf by leaf, and what of it
// goes into the filter and the update that are sent.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "loom/bson/reader.hpp"
#include "loom/bson/writer.hpp"
#include "loom/core/model_info.hpp"

namespace loom::core {

/// One leaf that differs. The elements point into the documents that were compared.
struct Change {
  enum class Kind { set, unset, increment };

  Kind kind;
  std::string path;
  std::optional<bson::Element> after;   // what a `set` writes
  std::optional<bson::Element> loaded;  // what was stored there
  std::string stored_at;                // where `loaded` stood under an older name; else empty
  std::string parent;                   // the document around the leaf; empty at the top
  std::int64_t by = 0;                  // of an `increment`
};

/// Compares `before` (the loaded document as the program encodes it) with `after`; `loaded` are the
/// bytes as they were stored.
///
/// Throws: SchemaError, where a write would drop fields that the program does not know.
std::vector<Change> changes_between(const ModelInfo& model, bson::View loaded, bson::View before,
                                    bson::View after);

/// Writes the expression that is true while the stored document still has what was loaded at the
/// places that change: an element named `$expr`, or nothing where nothing is compared.
///
/// Comparing by `$expr` is strict where a filter's equality is not: null is not missing, and an
/// array does not equal its element.
void write_guard(bson::Writer& out, const std::vector<Change>& changes, bool compare_values);

/// Writes {"$set": …, "$unset": …, "$inc": …}.
void write_operators(bson::Writer& out, const std::vector<Change>& changes);

/// The paths of the changes whose stored value in `current` is another than the loaded one.
std::vector<std::string> collisions(const std::vector<Change>& changes, bson::View current);

/// The element at a dotted path.
std::optional<bson::Element> find_path(bson::View document, std::string_view path);

}  // namespace loom::core
