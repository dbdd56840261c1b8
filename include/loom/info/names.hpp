#pragma once
// SPDX-License-Identifier: Apache-2.0
// Other names for members in the database, and the members whose zero is a default.

#include <array>
#include <cstddef>
#include <string_view>

#include "loom/reflect/names.hpp"

namespace loom {

template <auto... Path>
struct Field;

/// The name under which one member of `Model` is stored; older names that are still read may
/// follow.
template <class Model>
struct StoredName {
  std::string_view member;
  std::string_view stored;
  std::array<std::string_view, 4> also{};

  /// Reads an older name, too; the next write of the member moves it to the new one. Up to four.
  consteval StoredName also_reads(std::string_view older) const {
    StoredName result = *this;
    for (auto& slot : result.also)
      if (slot.empty()) return slot = older, result;
    throw "a member reads at most four older names";
  }
};

namespace reflect {
template <class Pointer>
struct PointerToMember;
template <class Owner, class Value>
struct PointerToMember<Value Owner::*> {
  using Class = Owner;
  using Type = Value;
};
template <auto Pointer>
using ClassOf = typename PointerToMember<decltype(Pointer)>::Class;
template <auto Pointer>
using TypeOf = typename PointerToMember<decltype(Pointer)>::Type;
}  // namespace reflect

/// Stores a member under another name.
///
///     static constexpr auto names =
///         loom::names(loom::name(fld<&Order::placed_at>, "placedAt").also_reads("date"));
template <auto Pointer>
consteval auto name(Field<Pointer>, std::string_view stored) {
  return StoredName<reflect::ClassOf<Pointer>>{reflect::name_of_pointer<Pointer>, stored};
}

/// The other names of a struct's members, as its `static constexpr auto names`.
template <class Model, class... More>
consteval auto names(StoredName<Model> first, More... more) {
  return std::array<StoredName<Model>, 1 + sizeof...(More)>{first, more...};
}

/// A member of `Model`, by its name.
template <class Model>
struct MemberOf {
  std::string_view name;
};

/// The members that keep their default where a stored document lacks them, although that default is
/// their type's zero, as a struct's `static constexpr auto defaults`.
///
///     static constexpr auto defaults = loom::defaults(fld<&Customer::age>);
template <auto First, auto... More>
consteval auto defaults(Field<First>, Field<More>...) {
  return std::array<MemberOf<reflect::ClassOf<First>>, 1 + sizeof...(More)>{
      MemberOf<reflect::ClassOf<First>>{reflect::name_of_pointer<First>},
      MemberOf<reflect::ClassOf<More>>{reflect::name_of_pointer<More>}...};
}

}  // namespace loom
