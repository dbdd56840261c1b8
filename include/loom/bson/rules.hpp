#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a struct must be to be stored, each rule with the sentence that the compiler says. Every
// rule is a variable template over model, member and type, so that the message names all three.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "loom/bson/codec.hpp"
#include "loom/bson/layout.hpp"
#include "loom/info/nullable.hpp"

namespace loom {
class Secret;
class IntCounter;
template <class Tag>
class ManagedTime;
template <class T, class... Rules>
class Checked;
}  // namespace loom

namespace loom::bson {

/// A member's name as a template argument, so that it stands in the compiler's message.
template <std::size_t Size>
struct MemberName {
  char text[Size + 1] = {};
  consteval explicit(false) MemberName(std::string_view name) {
    for (std::size_t i = 0; i < Size; ++i) text[i] = name[i];
  }
};

template <class T>
struct Innermost {
  using type = T;
};
template <class T>
struct Innermost<std::optional<T>> : Innermost<T> {};
template <class T>
struct Innermost<Nullable<T>> : Innermost<T> {};
template <class T>
struct Innermost<std::vector<T>> : Innermost<T> {};
template <class T, std::size_t Size>
struct Innermost<std::array<T, Size>> : Innermost<T> {};
template <class T>
struct Innermost<std::map<std::string, T>> : Innermost<T> {};
template <class T, class... Rules>
struct Innermost<Checked<T, Rules...>> : Innermost<T> {};

template <class T>
inline constexpr bool is_uint64 = std::is_integral_v<T> && std::is_unsigned_v<T> && sizeof(T) == 8;
template <class T>
inline constexpr bool is_system_clock_time = false;
template <class Duration>
inline constexpr bool
    is_system_clock_time<std::chrono::time_point<std::chrono::system_clock, Duration>> = true;

// What can be empty is left out or null; which of two in each other is empty, nobody could tell.
template <class T>
inline constexpr bool can_be_empty = false;
template <class T>
inline constexpr bool can_be_empty<std::optional<T>> = true;
template <class T>
inline constexpr bool can_be_empty<Nullable<T>> = true;
template <class T>
inline constexpr bool nests_optionals = false;
template <class T>
inline constexpr bool nests_optionals<std::optional<T>> = can_be_empty<T> || nests_optionals<T>;
template <class T>
inline constexpr bool nests_optionals<Nullable<T>> = can_be_empty<T> || nests_optionals<T>;
template <class T>
inline constexpr bool nests_optionals<std::vector<T>> = nests_optionals<T>;
template <class T, std::size_t Size>
inline constexpr bool nests_optionals<std::array<T, Size>> = nests_optionals<T>;
template <class T>
inline constexpr bool nests_optionals<std::map<std::string, T>> = nests_optionals<T>;
template <class T, class... Rules>
inline constexpr bool nests_optionals<Checked<T, Rules...>> = nests_optionals<T>;

// An empty std::optional is no element, so a container would lose its place.
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool loses_empty_elements = false;
template <class T>
inline constexpr bool loses_empty_elements<std::optional<T>> = loses_empty_elements<T>;
template <class T>
inline constexpr bool loses_empty_elements<Nullable<T>> = loses_empty_elements<T>;
template <class T>
inline constexpr bool loses_empty_elements<std::vector<T>> =
    is_optional<T> || loses_empty_elements<T>;
template <class T, std::size_t Size>
inline constexpr bool loses_empty_elements<std::array<T, Size>> =
    is_optional<T> || loses_empty_elements<T>;
template <class T>
inline constexpr bool loses_empty_elements<std::map<std::string, T>> =
    is_optional<T> || loses_empty_elements<T>;
template <class T, class... Rules>
inline constexpr bool loses_empty_elements<Checked<T, Rules...>> = loses_empty_elements<T>;

template <class T>
inline constexpr bool is_managed_time = false;
template <class Tag>
inline constexpr bool is_managed_time<ManagedTime<Tag>> = true;
template <class T>
inline constexpr bool has_behaviour = std::is_same_v<T, IntCounter> || is_managed_time<T>;

template <class Model, MemberName Name, class T>
inline constexpr bool is_no_uint64 = !is_uint64<T>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_long_double = !std::is_same_v<T, long double>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_pointer = !std::is_pointer_v<T>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_string_view = !std::is_same_v<T, std::string_view>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_c_array = !std::is_array_v<T>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_system_clock_time = !is_system_clock_time<T>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_secret = !std::is_same_v<T, Secret>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_unscoped_enum =
    !(std::is_enum_v<T> && std::is_convertible_v<T, long long>) || HasCodec<T>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_nested_model = !std::is_base_of_v<reflect::ModelBase, T>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_foreign_id = !is_id<typename Innermost<T>::type> || is_own_id<Model, T>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_managed_by_itself =
    has_behaviour<T> || !has_behaviour<typename Innermost<T>::type>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_kept_by_a_model =
    !is_managed_time<T> || std::is_base_of_v<reflect::ModelBase, Model>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_optional_of_an_optional = !nests_optionals<T>;
template <class Model, MemberName Name, class T>
inline constexpr bool is_no_container_of_optionals = !loses_empty_elements<T>;
template <class Model, MemberName Name, class T>
inline constexpr bool bson_can_hold = Storable<T>;

/// Asserts that a member can be stored; true where it can, so that one sentence is all that is
/// said.
template <class Model, std::size_t I>
consteval bool member_is_storable() {
  constexpr auto text = reflect::member_names<Model>[I];
  constexpr MemberName<text.size()> name(text);
  using Member = reflect::MemberType<Model, I>;
  using T = typename Innermost<std::remove_cv_t<Member>>::type;
  static_assert(is_no_uint64<Model, name, T>,
                "a member of type uint64_t cannot be stored, for BSON has no unsigned 64-bit "
                "integer: use std::int64_t, or loom::Decimal128 for larger numbers");
  static_assert(is_no_long_double<Model, name, T>,
                "a member of type long double cannot be stored, for BSON has only doubles: use "
                "double, or loom::Decimal128 for exact decimals");
  static_assert(is_no_pointer<Model, name, T>,
                "a pointer cannot be stored, for what it points to is not the document's: use the "
                "value itself, std::optional, std::string or loom::Ref");
  static_assert(is_no_string_view<Model, name, T>,
                "a std::string_view cannot be stored, for a loaded one would point to nothing: use "
                "std::string");
  static_assert(is_no_c_array<Model, name, Member>,
                "a C array cannot be stored: use std::array, or std::string for text");
  static_assert(
      is_no_system_clock_time<Model, name, T>,
      "a system_clock::time_point cannot be stored, for BSON keeps milliseconds only: use "
      "loom::Time, and loom::Time::floor to make one");
  static_assert(is_no_secret<Model, name, T>,
                "a loom::Secret is never stored: keep its name, and ask loom::secret(name) for it");
  static_assert(is_no_unscoped_enum<Model, name, T>,
                "an unscoped enum cannot be stored, for its values convert to numbers: write enum "
                "class");
  static_assert(is_no_nested_model<Model, name, T>,
                "a model cannot be nested in another: use loom::Ref to refer to it, or a plain "
                "struct as a part of this one");
  static_assert(is_no_foreign_id<Model, name, Member>,
                "an Id belongs to its own model, as its _id: use loom::Ref to refer to another "
                "model, and no Id in a nested struct");
  static_assert(is_managed_by_itself<Model, name, Member>,
                "an IntCounter, TimeInserted or TimeUpdated is a member by itself: put it into no "
                "optional and no container");
  static_assert(is_kept_by_a_model<Model, name, Member>,
                "TimeInserted and TimeUpdated are kept in a model only: use loom::Time in a "
                "struct within one");
  static_assert(is_no_optional_of_an_optional<Model, name, Member>,
                "an optional of an optional cannot be stored, for a document does not tell which "
                "of the two is empty: use one of them");
  static_assert(is_no_container_of_optionals<Model, name, Member>,
                "an empty std::optional has no place in a container: use loom::Nullable, which "
                "stores null");
  constexpr bool refused =
      !(is_no_uint64<Model, name, T> && is_no_long_double<Model, name, T> &&
        is_no_pointer<Model, name, T> && is_no_string_view<Model, name, T> &&
        is_no_c_array<Model, name, Member> && is_no_system_clock_time<Model, name, T> &&
        is_no_secret<Model, name, T> && is_no_unscoped_enum<Model, name, T> &&
        is_no_nested_model<Model, name, T> && is_no_foreign_id<Model, name, Member> &&
        is_managed_by_itself<Model, name, Member> && is_kept_by_a_model<Model, name, Member> &&
        is_no_optional_of_an_optional<Model, name, Member> &&
        is_no_container_of_optionals<Model, name, Member>);
  if constexpr (!refused) {
    static_assert(bson_can_hold<Model, name, Member>,
                  "Loom cannot store a member of this type: use one of the types that the guide "
                  "lists, or specialise loom::codec for it");
    return bson_can_hold<Model, name, Member>;
  } else {
    return false;
  }
}

/// Asserts all rules of a struct's members and their names.
template <class T>
consteval bool members_are_storable() {
  if constexpr (reflect::assert_visitable<T>()) {
    constexpr bool storable = []<std::size_t... I>(std::index_sequence<I...>) {
      return (true && ... && member_is_storable<T, I>());
    }(std::make_index_sequence<reflect::member_count<T>>{});
    static_assert(Layout<T>::names_are_own && Layout<T>::defaults_are_own,
                  "the names and defaults of a struct are of its own members: say "
                  "fld<&ThisStruct::member>");
    static_assert(Layout<T>::id_is_the_id,
                  "an Id is stored as _id: leave it out of the names of its model");
    static_assert(Layout<T>::names_are_distinct,
                  "two members of this struct are stored under one name: see its names");
    static_assert(
        Layout<T>::names_are_fields,
        "a stored name is empty, begins with $, or holds a dot: MongoDB would take it for "
        "an operator or a path");
    return storable;
  } else {
    return false;
  }
}

}  // namespace loom::bson
