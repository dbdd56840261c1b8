#pragma once
// SPDX-License-Identifier: Apache-2.0
// What members are, in words: for those who read a published schema.

#include <array>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "loom/info/names.hpp"

namespace loom {

/// What one member of `Model` is.
template <class Model>
struct MemberText {
  std::string_view member;
  std::string_view text;
};

/// Says what a member is.
///
///     static constexpr auto about =
///         loom::about(loom::text(fld<&Order::total>, "What the customer pays, taxes included."));
template <auto Pointer>
consteval auto text(Field<Pointer>, std::string_view words) {
  return MemberText<reflect::ClassOf<Pointer>>{reflect::name_of_pointer<Pointer>, words};
}

/// What the members of a struct are, as its `static constexpr auto about`: the descriptions of its
/// JSON Schema.
template <class Model, class... More>
consteval auto about(MemberText<Model> first, More... more) {
  return std::array<MemberText<Model>, 1 + sizeof...(More)>{first, more...};
}

namespace detail {

// A mere member may be called so, too.
template <class T>
concept DeclaresAbout = requires { requires !std::is_member_pointer_v<decltype(&T::about)>; };

}  // namespace detail

template <class T>
inline constexpr bool about_is_of_this_struct = true;
template <detail::DeclaresAbout T>
inline constexpr bool about_is_of_this_struct<T> =
    std::is_same_v<std::remove_const_t<decltype(T::about)>,
                   std::array<MemberText<T>, std::tuple_size_v<decltype(T::about)>>>;

namespace detail {

/// What a struct says of its member with this name; empty where it says nothing.
template <class T>
constexpr std::string_view about_member(std::string_view name) {
  static_assert(about_is_of_this_struct<T>,
                "the texts about a struct are of its own members: static constexpr auto about = "
                "loom::about(loom::text(fld<&ThisStruct::member>, \"…\"))");
  if constexpr (detail::DeclaresAbout<T> && about_is_of_this_struct<T>)
    for (const auto& each : T::about)
      if (each.member == name) return each.text;
  return {};
}

}  // namespace detail
}  // namespace loom
