#pragma once
// SPDX-License-Identifier: Apache-2.0
// The codec of a variant of structs: a document that says which of them it is.

#include <array>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "loom/bson/codec_aggregate.hpp"
#include "loom/info/kind.hpp"

namespace loom::bson {

template <class T>
inline constexpr bool is_variant = false;
template <class... A>
inline constexpr bool is_variant<std::variant<A...>> = true;

/// What a struct is called as an alternative of a variant.
template <class T>
inline constexpr DeclaredKind kind_of_struct{reflect::type_name<T>};
template <class T>
  requires requires {
    { T::kind } -> std::same_as<const DeclaredKind&>;
  }
inline constexpr DeclaredKind kind_of_struct<T> = T::kind;

template <class... A>
inline constexpr bool alternatives_are_structs = (PlainAggregate<A> && ...);
template <class First, class... More>
inline constexpr bool alternatives_name_one_field =
    is_field_name(kind_of_struct<First>.field) &&
    ((kind_of_struct<First>.field == kind_of_struct<More>.field) && ...);
template <class... A>
inline constexpr bool alternatives_are_distinct =
    reflect::are_distinct(std::array<std::string_view, sizeof...(A)>{kind_of_struct<A>.value...});
template <class... A>
inline constexpr bool kind_is_no_member =
    ((Layout<A>::find(kind_of_struct<A>.field) == Layout<A>::size) && ...);

template <class First, class... More>
struct Codec<std::variant<First, More...>> {
  static_assert(alternatives_are_structs<First, More...>,
                "a variant is stored with the name of its struct: make each of its alternatives a "
                "plain struct");
  using Variant = std::variant<First, More...>;
  static constexpr Type type = Type::document;
  static constexpr std::string_view expected = "a document";
  static constexpr std::string_view field = kind_of_struct<First>.field;

  template <class Key>
  static bool write(Writer& out, const Key& key, const Variant& value) {
    if constexpr (assert_told_apart()) {
      if (out.deepest() > max_depth) return true;  // encode() refuses it, and the stack has an end
      const auto start = out.begin_document(key);
      const bool ok = std::visit(
          [&]<class A>(const A& alternative) {
            out.string(FixedKey<field.size()>(field), kind_of_struct<A>.value);
            return write_members(out, alternative);
          },
          value);
      out.end(start);
      return ok;
    } else {
      return false;
    }
  }
  static bool read(Type found, Cursor& in, Variant& value, const Path& path,
                   Mismatches& mismatches) {
    if (found != type) return false;
    if constexpr (assert_told_apart()) {
      Cursor ahead = in;
      const auto kind = find(ahead.take_document(), field);
      const auto name = text_of(kind);
      const auto read_as = [&]<class A>(std::type_identity<A>) {
        return kind && name == kind_of_struct<A>.value &&
               Codec<A>::read(found, in, value.template emplace<A>(), path, mismatches);
      };
      if (!(read_as(std::type_identity<First>{}) || ... || read_as(std::type_identity<More>{}))) {
        mismatches.add({&path, field}, one_of_them(),
                       !kind                        ? "nothing"
                       : kind->type == Type::string ? "a string that names none"
                                                    : name_of(kind->type),
                       kind ? "type" : "missing");
        in = ahead;
      }
    }
    return true;
  }
  static void check(const Variant& value, const Path& path, Problems& problems) {
    std::visit([&](const auto& alternative) { check_members(alternative, &path, problems); },
               value);
  }

 private:
  static consteval bool assert_told_apart() {
    if constexpr (members_are_storable<First>() && (members_are_storable<More>() && ...)) {
      static_assert(alternatives_name_one_field<First, More...>,
                    "the alternatives of a variant say their kind in one field: give the same name "
                    "to loom::declare_kind of each");
      static_assert(alternatives_are_distinct<First, More...>,
                    "two alternatives of this variant are of one kind: say static constexpr auto "
                    "kind = loom::declare_kind(\"another\") in one of them");
      static_assert(kind_is_no_member<First, More...>,
                    "a member is stored under the name of the field that says a variant's kind: "
                    "rename the member, or the field by loom::declare_kind(\"kind\", \"field\")");
      return alternatives_name_one_field<First, More...> &&
             alternatives_are_distinct<First, More...> && kind_is_no_member<First, More...>;
    } else {
      return false;
    }
  }
  static std::string one_of_them() {
    std::string list = "one of " + std::string(kind_of_struct<First>.value);
    ((list.append(", ").append(kind_of_struct<More>.value)), ...);
    return list;
  }
};

}  // namespace loom::bson
