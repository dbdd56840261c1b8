#pragma once
// SPDX-License-Identifier: Apache-2.0
// A struct's JSON Schema: what from_json takes and to_json writes, for those who send and read it.

#include <string>

#include "loom/bson/rules.hpp"
#include "loom/info/struct_info.hpp"

namespace loom {

namespace core {

/// The JSON Schema of a struct, compact.
std::string json_schema(const StructInfo& root);

}  // namespace core

template <class T>
inline constexpr bool has_a_json_schema = bson::PlainAggregate<T>;

/// The JSON Schema of a model or of another struct: draft 2020-12, compact.
///
/// It describes the JSON that `from_json` takes and `to_json` writes. Rules become keywords; one
/// that has no keyword, and what `about` says of a member, stand in its `description`. What Loom
/// sets by itself is `readOnly`, an older name `deprecated`.
///
/// Source: https://json-schema.org/draft/2020-12
///
///     std::cout << loom::json_schema<Booking>();
template <class T>
std::string json_schema() {
  static_assert(has_a_json_schema<T>,
                "a JSON Schema is made of a model or of another plain struct: name one");
  if constexpr (has_a_json_schema<T>) {
    if constexpr (bson::members_are_storable<T>()) return core::json_schema(core::struct_info<T>());
  }
  return {};
}

}  // namespace loom
