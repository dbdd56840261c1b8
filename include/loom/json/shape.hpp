#pragma once
// SPDX-License-Identifier: Apache-2.0
// How a type stands in JSON, as data: all that the compiled reader and writer of JSON know of it.
// What its values may be is the codec's business.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "loom/bson/codec_variant.hpp"
#include "loom/info/checked.hpp"
#include "loom/info/id.hpp"
#include "loom/info/managed.hpp"

namespace loom::json {

/// The kinds of values that JSON tells apart, or writes in a form of its own.
enum class Form : std::uint8_t {
  boolean,
  int32,
  uint32,
  int64,
  number,
  single,  // a float, whose shortest text is not that of the double
  text,
  time,
  object_id,
  uuid,
  decimal,
  bytes,
  document,
  array,
  map,
  object,
  variant,
};

struct Shape;

/// A member of a struct.
struct Member {
  std::string_view json;    // its name in JSON
  std::string_view stored;  // and in BSON
  std::array<std::string_view, 4> also;
  const Shape& (*shape)();
  bool managed;  // set by Loom, and not by who sends JSON
  bool counted;  // changed by differences only
  bool plain;    // its name is written as it is
};

/// A struct, also as an alternative of a variant.
struct Struct {
  std::string_view kind;  // as an alternative
  std::span<const Member> members;
  std::uint64_t managed;              // the managed members, as bits
  std::uint64_t (*may_be_missing)();  // those that JSON may lack, as bits
  std::uint64_t all;
};

struct Shape {
  Form form;
  std::string_view expected;            // "a whole number"
  bool nullable = false;                // null is a value of it
  std::int64_t unit = 1;                // a duration's, in milliseconds
  const Shape& (*element)() = nullptr;  // of an array or a map
  std::string_view kind_field{};        // of a variant
  std::span<const Struct> structs{};    // of an object: one; of a variant: its alternatives
};

template <class T>
const Shape& shape_of();

/// Looks through what changes a value's rules, and not its JSON.
template <class T>
struct Bare {
  using type = T;
};
template <class T, class... Rules>
struct Bare<Checked<T, Rules...>> : Bare<T> {};
template <class T>
struct Bare<std::optional<T>> : Bare<T> {};
template <class T>
struct Bare<Nullable<T>> : Bare<T> {};
template <class Model, class Key>
struct Bare<Id<Model, Key>> : Bare<Key> {};
template <class Model, class Key>
struct Bare<Ref<Model, Key>> : Bare<Key> {};
template <class Tag>
struct Bare<ManagedTime<Tag>> : Bare<Time> {};
template <class T>
  requires HasCodec<T>
struct Bare<T> : Bare<typename bson::Codec<T>::Stored> {};

template <class T>
inline constexpr Form form_of = bson::PlainAggregate<T> ? Form::object
                                : bson::is_variant<T>   ? Form::variant
                                                        : Form::text;
template <>
inline constexpr Form form_of<bool> = Form::boolean;
template <>
inline constexpr Form form_of<double> = Form::number;
template <>
inline constexpr Form form_of<float> = Form::single;
template <bson::StoredInteger T>
inline constexpr Form form_of<T> = std::is_same_v<T, std::uint32_t> ? Form::uint32
                                   : sizeof(T) == 4                 ? Form::int32
                                                                    : Form::int64;
template <bson::StoredDuration T>
inline constexpr Form form_of<T> = Form::int64;
template <>
inline constexpr Form form_of<IntCounter> = Form::int64;
template <>
inline constexpr Form form_of<Time> = Form::time;
template <>
inline constexpr Form form_of<ObjectId> = Form::object_id;
template <>
inline constexpr Form form_of<Uuid> = Form::uuid;
template <>
inline constexpr Form form_of<Decimal128> = Form::decimal;
template <>
inline constexpr Form form_of<Bytes> = Form::bytes;
template <>
inline constexpr Form form_of<Document> = Form::document;
template <class T>
inline constexpr Form form_of<std::vector<T>> = Form::array;
template <class T, std::size_t Size>
inline constexpr Form form_of<std::array<T, Size>> = Form::array;
template <class T>
inline constexpr Form form_of<std::map<std::string, T>> = Form::map;

/// What a problem says that a value should be.
template <class T>
constexpr std::string_view expected_of(Form form) {
  switch (form) {
    case Form::time:
      return "a time with its offset, as \"2026-11-22T10:00:00Z\"";
    case Form::object_id:
      return "an id of 24 hexadecimal digits";
    case Form::uuid:
      return "a UUID";
    case Form::decimal:
      return "a decimal number as a string, \"19.90\"";
    case Form::bytes:
      return "bytes as a string of base64";
    case Form::document:
    case Form::map:
    case Form::object:
    case Form::variant:
      return "an object";
    default:
      return bson::Codec<T>::expected;
  }
}

/// The members of a struct. `shape_of` is named, not called: a struct may hold itself.
template <class T>
struct StructOf {
  using Layout = bson::Layout<T>;
  template <class M>
  static constexpr bool is_managed = bson::is_own_id<T, M> || bson::is_managed_time<M>;

  static constexpr auto members = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<Member, Layout::size>{
        Member{Layout::names.json[I], Layout::names.stored[I], Layout::names.also[I],
               &shape_of<reflect::MemberType<T, I>>, is_managed<reflect::MemberType<T, I>>,
               std::is_same_v<reflect::MemberType<T, I>, IntCounter>,
               Layout::names.json[I].find_first_of("\\\"") == std::string_view::npos}...};
  }(std::make_index_sequence<Layout::size>{});

  static constexpr Struct make(std::string_view kind) {
    Struct result{kind, members, 0, &bson::may_be_missing<T>, bson::all_members<T>};
    for (std::size_t i = 0; i < members.size(); ++i)
      result.managed |= std::uint64_t{members[i].managed} << i;
    return result;
  }
  static constexpr std::array<Struct, 1> alone{make({})};
};

template <class T>
struct AlternativesOf;
template <class First, class... More>
struct AlternativesOf<std::variant<First, More...>> {
  static constexpr std::string_view field = bson::kind_of_struct<First>.field;
  static constexpr std::array<Struct, 1 + sizeof...(More)> all{
      StructOf<First>::make(bson::kind_of_struct<First>.value),
      StructOf<More>::make(bson::kind_of_struct<More>.value)...};
};

template <class T>
struct ElementOf;
template <class T>
struct ElementOf<std::vector<T>> {
  using type = T;
};
template <class T, std::size_t Size>
struct ElementOf<std::array<T, Size>> {
  using type = T;
};
template <class T>
struct ElementOf<std::map<std::string, T>> {
  using type = T;
};

template <class T>
const Shape& shape_of() {
  using Value = typename Bare<T>::type;
  static constexpr Shape shape = [] {
    constexpr Form form = form_of<Value>;
    Shape result{form, expected_of<Value>(form)};
    result.nullable = bson::can_be_empty<T>;
    if constexpr (bson::StoredDuration<Value>) result.unit = bson::Codec<Value>::factor;
    if constexpr (form == Form::array || form == Form::map)
      result.element = &shape_of<typename ElementOf<Value>::type>;
    if constexpr (form == Form::object) result.structs = StructOf<Value>::alone;
    if constexpr (form == Form::variant) {
      result.kind_field = AlternativesOf<Value>::field;
      result.structs = AlternativesOf<Value>::all;
    }
    return result;
  }();
  return shape;
}

}  // namespace loom::json
