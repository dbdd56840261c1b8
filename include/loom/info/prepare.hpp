#pragma once
// SPDX-License-Identifier: Apache-2.0
// Collections and indexes as the models declare them: made by `prepare`, compared by `check`.

#include <array>
#include <vector>

#include "loom/core/schema.hpp"
#include "loom/info/model_info.hpp"

namespace loom {

/// Creates the collections and indexes of the models that are missing, lets collections keep the
/// images that `change_images` declares, and gives what it changed.
///
/// To be called when a program is installed or its models have changed: a write creates a
/// collection that does not exist, but never alters one that does. Indexes that no model declares
/// are left alone. The index of a large collection may take longer than the usual deadline: say
/// `loom::with_deadline(1h, …)`; after a doubt it may be called again.
///
/// Throws: SchemaError (an index is there with other options or over other fields, and has to be
///         dropped by hand; nothing was changed), DuplicateKeyError (documents stand in the way of
///         a unique index).
/// Source: https://www.mongodb.com/docs/manual/reference/command/createIndexes/
///
///     for (const auto& change : loom::prepare<Customer, Order>()) std::cout << change.text <<
///     '\n';
template <class... Models>
std::vector<SchemaDifference> prepare() {
  return core::prepare(
      std::array<const core::ModelInfo*, sizeof...(Models)>{&core::model_info<Models>()...});
}

/// In what the database differs from what the models declare; changes nothing.
///
///     if (!loom::check<Customer, Order>().empty()) …
template <class... Models>
std::vector<SchemaDifference> check() {
  return core::check(
      std::array<const core::ModelInfo*, sizeof...(Models)>{&core::model_info<Models>()...});
}

}  // namespace loom
