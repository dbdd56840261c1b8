#pragma once
// SPDX-License-Identifier: Apache-2.0
// What tells the alternatives of a variant apart in their documents.

#include <string_view>

namespace loom {

/// The kind of a struct, and the field that says it.
struct DeclaredKind {
  std::string_view value;
  std::string_view field = "kind";
};

/// Declares what a struct is called as an alternative of a variant, as its `static constexpr auto
/// kind`; else that is the struct's own name. All alternatives of one variant name one field.
///
/// BSON: {"type": "card", "last_four": "4242"}
///
///     struct Card {
///       static constexpr auto kind = loom::declare_kind("card", "type");
///       std::string last_four;
///     };
consteval DeclaredKind declare_kind(std::string_view value, std::string_view field = "kind") {
  return {value, field};
}

}  // namespace loom
