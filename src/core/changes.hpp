#pragma once
// SPDX-License-Identifier: Apache-2.0
// What differs between an object as it was loaded and as it is now, leaf by leaf, and what of it
// goes into the filter and the update that are sent.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loom/bson/reader.hpp"
#include "loom/bson/writer.hpp"
#include "loom/core/model_info.hpp"

namespace loom::core {

/// Where a value may stand, and what was stored there. Elements point into the documents compared.
struct Place {
  std::string path;
  std::optional<bson::Element> loaded;
};

/// One leaf that differs.
struct Change {
  enum class Kind { set, unset, increment };

  Kind kind;
  Place place;
  std::vector<Place> older;            // under the member's older names: a write leaves them empty
  std::string parent;                  // the document around the leaf; empty at the top
  std::optional<bson::Element> after;  // what a `set` writes
  std::int64_t by = 0;                 // of an `increment`
};

/// Compares `before` (the loaded document as the program encodes it) with `after`; `loaded` are the
/// bytes as they were stored.
///
/// Throws: SchemaError, where a write would drop fields that the program does not know.
std::vector<Change> changes_between(const ModelInfo& model, bson::View loaded, bson::View before,
                                    bson::View after);

/// Adds what an upgrade has changed of the `loaded` bytes; each field of the document is one leaf
/// of it.
void add_upgrade(std::vector<Change>& changes, const ModelInfo& model, bson::View loaded,
                 bson::View upgraded, bson::View after);

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

/// For a writer that wins over others: where what stands around a change is gone in `current`, it
/// is written whole, as it is in `after`.
void widen(std::vector<Change>& changes, bson::View current, bson::View after);

/// The element at a dotted path.
std::optional<bson::Element> find_path(bson::View document, std::string_view path);

/// True where a document stands at a dotted path.
bool has_document(bson::View document, std::string_view path);

}  // namespace loom::core
