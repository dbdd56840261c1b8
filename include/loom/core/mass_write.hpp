#pragma once
// SPDX-License-Identifier: Apache-2.0
// Writes by a filter, on bytes: many documents, or the first one in an order.

#include <cstdint>
#include <string_view>
#include <vector>

#include "loom/core/collection.hpp"
#include "loom/info/filter.hpp"

namespace loom {

/// What an update by a filter did.
struct UpdateResult {
  std::int64_t matched = 0;   ///< how many documents the filter means
  std::int64_t modified = 0;  ///< how many of them are other than before
};

namespace core {

/// A part of an update: an operator, and {path: operand}.
struct UpdateTerm {
  std::string_view op;
  Document fields;
  std::string_view within{};  ///< a struct that may be missing, and that the path leads through
};

/// Updates all documents that a filter means and that have the structs its terms write into: where
/// one is missing, half of one would be made. A lost answer is an InDoubtError at once, for the
/// server may have stopped in the middle.
UpdateResult update_many(const ModelInfo& model, const FilterTerm& filter,
                         const std::vector<UpdateTerm>& terms);

/// Erases all documents that a filter means; how many there were.
std::int64_t erase_many(const ModelInfo& model, const FilterTerm& filter);

/// The new state of the first document that a filter means, after its update.
class Taken {
 public:
  explicit Taken(Reply reply);
  /// The document; no bytes where there was none.
  bson::View document() const noexcept { return document_; }

 private:
  Reply reply_;
  bson::View document_;
};

Taken find_and_update(const ModelInfo& model, const FilterTerm& filter,
                      const std::vector<UpdateTerm>& terms, const Document& sort);
/// The last state of the first document that a filter means, which is erased.
Taken find_and_erase(const ModelInfo& model, const FilterTerm& filter, const Document& sort);

}  // namespace core
}  // namespace loom
