#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a model declares of its collection, compared with what the server has.

#include <atomic>
#include <span>
#include <string>
#include <vector>

#include "loom/core/attempt.hpp"
#include "loom/core/command.hpp"
#include "loom/core/model_info.hpp"

namespace loom {

/// One thing in which a collection is not as its model declares it, or that was changed for that.
struct SchemaDifference {
  std::string collection;  ///< with its database: "shop.customers"
  std::string index;       ///< "email_1"; empty where it is the collection itself
  std::string text;        ///< "shop.customers has no index email_1 (unique)"

  friend bool operator==(const SchemaDifference&, const SchemaDifference&) = default;
};

namespace core {

/// Creates the collection with its indexes where there is none; where there is one, makes sure that
/// it keeps the unique indexes, the TTLs and the images that the model declares. Never alters a
/// collection that exists. For a transaction it creates none, either.
///
/// Throws: SchemaError, ServerError, TransactionError (there is no collection) and what `run`
///         throws; then the next write looks again.
void look_at(const ModelInfo& model);

/// Calls `look_at` once for each model and epoch; to be called before each write.
inline void look_before_write(const ModelInfo& model) {
  const auto now = epoch();
  if (model.looked_at.load(std::memory_order_relaxed) != now ||
      (current_attempt && model.seen_at.load(std::memory_order_relaxed) != now))
    look_at(model);
}

/// Makes sure that a collection which exists keeps the documents before and after changes that its
/// model declares.
///
/// Throws: SchemaError, and what `run` throws.
void require_change_images(const ModelInfo& model);

/// Creates the collections, indexes and images that are missing, and gives what it changed.
///
/// Throws: SchemaError (an index is there with other options or another key; nothing was written),
///         DuplicateKeyError (documents stand in the way of a unique index).
std::vector<SchemaDifference> prepare(std::span<const ModelInfo* const> models);

/// What `prepare` would create or refuse; writes nothing.
std::vector<SchemaDifference> check(std::span<const ModelInfo* const> models);

}  // namespace core
}  // namespace loom
