#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a command asks for, without the values it asks with.

#include <string>

#include "loom/bson/view.hpp"

namespace loom::core {

/// A command as JSON whose values are replaced by their types; an array shows each of its shapes
/// once. Names of fields, directions of a sort and `$exists` stay: they are no values.
///
///     {"find": "orders", "filter": {"total": {"$gt": "?double"}}, "sort": {"placed_at": -1}}
std::string shape_of(bson::View command);

/// The name of a command: "find".
std::string_view command_name(bson::View command);

/// The collection of a command; empty where it has none.
std::string_view collection_name(bson::View command);

}  // namespace loom::core
