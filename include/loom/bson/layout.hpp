#pragma once
// SPDX-License-Identifier: Apache-2.0
// How the members of a struct stand in its document: under which names, which of them may be
// missing.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include "loom/bson/writer.hpp"
#include "loom/info/names.hpp"
#include "loom/reflect/aggregate.hpp"
#include "loom/reflect/names.hpp"

namespace loom {
template <class Model, class Key>
class Id;
}

namespace loom::bson {

template <class T>
inline constexpr bool is_id = false;
template <class Model, class Key>
inline constexpr bool is_id<Id<Model, Key>> = true;

template <class T, class Member>
inline constexpr bool is_own_id = false;
template <class T, class Key>
inline constexpr bool is_own_id<T, Id<T, Key>> = true;

/// What MongoDB can take as the name of a field that Loom writes by its path.
constexpr bool is_field_name(std::string_view name) {
  return !name.empty() && name.front() != '$' && name.find('.') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

/// The names of T's members in its documents.
template <class T>
struct Layout {
  static constexpr std::size_t size = reflect::member_count<T>;

  /// The member with this name in the struct.
  static constexpr std::size_t find_member(std::string_view name) noexcept {
    return static_cast<std::size_t>(std::ranges::find(reflect::member_names<T>, name) -
                                    reflect::member_names<T>.begin());
  }

  struct Names {
    std::array<std::string_view, size> stored{};
    std::array<std::string_view, size> json{};  // as stored, but for the own Id: "id"
    std::array<std::array<std::string_view, 4>, size> also{};
  };
  /// Whether documents of the struct say which version of it they are.
  static constexpr bool declares_upgrade =
      requires { requires !std::is_member_pointer_v<decltype(&T::upgrade)>; };
  /// Whether the struct declares them; a mere member may be called so, too.
  static constexpr bool declares_names =
      requires { requires !std::is_member_pointer_v<decltype(&T::names)>; };
  static constexpr bool declares_defaults =
      requires { requires !std::is_member_pointer_v<decltype(&T::defaults)>; };
  /// `names` and `defaults` speak of this struct's members, where it has them.
  static constexpr bool names_are_own = [] {
    if constexpr (declares_names)
      return std::is_same_v<typename decltype(T::names)::value_type, StoredName<T>>;
    return true;
  }();
  static constexpr bool defaults_are_own = [] {
    if constexpr (declares_defaults)
      return std::is_same_v<typename decltype(T::defaults)::value_type, MemberOf<T>>;
    return true;
  }();

  static constexpr Names names = [] {
    Names result;
    result.stored = reflect::member_names<T>;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((is_own_id<T, reflect::MemberType<T, I>> ? void(result.stored[I] = "_id") : void()), ...);
    }(std::make_index_sequence<size>{});
    if constexpr (declares_names && names_are_own) {
      for (const auto& renamed : T::names) {
        const std::size_t i = find_member(renamed.member);
        result.stored[i] = renamed.stored;
        result.also[i] = renamed.also;
      }
    }
    result.json = result.stored;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((is_own_id<T, reflect::MemberType<T, I>> ? void(result.json[I] = "id") : void()), ...);
    }(std::make_index_sequence<size>{});
    return result;
  }();

  /// No two members share a name, older ones included.
  static constexpr bool names_are_distinct = [] {
    std::array<std::string_view, size * 5> all{};
    std::size_t n = 0;
    for (std::size_t i = 0; i < size; ++i) {
      all[n++] = names.stored[i];
      for (const auto& older : names.also[i]) all[n++] = older;
    }
    return reflect::are_distinct(all);
  }();
  static constexpr bool names_are_fields =
      std::ranges::all_of(names.stored, [](auto name) { return is_field_name(name); });

  /// An own Id is the _id, whatever its name in the struct.
  static constexpr bool id_is_the_id = []<std::size_t... I>(std::index_sequence<I...>) {
    return (true && ... && (!is_own_id<T, reflect::MemberType<T, I>> || names.stored[I] == "_id"));
  }(std::make_index_sequence<size>{});

  template <std::size_t I>
  static constexpr auto key = FixedKey<names.stored[I].size()>(names.stored[I]);

  /// The member that is stored under a name, or under an older one; `size` where there is none.
  static constexpr std::size_t find(std::string_view name) noexcept {
    for (std::size_t i = 0; i < size; ++i)
      if (names.stored[i] == name) return i;
    for (std::size_t i = 0; i < size; ++i)
      for (const auto& older : names.also[i])
        if (!older.empty() && older == name) return i;
    return size;
  }

  static constexpr bool named_in_defaults(std::size_t i) {
    if constexpr (declares_defaults)
      return std::ranges::find(T::defaults, reflect::member_names<T>[i], &MemberOf<T>::name) !=
             T::defaults.end();
    else
      return false;
  }
};

}  // namespace loom::bson
