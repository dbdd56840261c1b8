#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which values a field may be compared with, and how such a value is written: always as a value of
// the field's own type.

#include <concepts>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>

#include "loom/bson/codec_variant.hpp"
#include "loom/info/checked.hpp"
#include "loom/info/id.hpp"
#include "loom/info/managed.hpp"
#include "loom/info/nullable.hpp"
#include "loom/time/frame.hpp"

namespace loom {
namespace detail {

template <class T>
struct Compared {  // what a field's values are, without what stands around them
  using type = T;
};
template <class T>
struct Compared<std::optional<T>> : Compared<T> {};
template <class T>
struct Compared<Nullable<T>> : Compared<T> {};
template <class T, class... Rules>
struct Compared<Checked<T, Rules...>> : Compared<T> {};
template <>
struct Compared<IntCounter> {
  using type = std::int64_t;
};
template <class Tag>
struct Compared<ManagedTime<Tag>> {
  using type = Time;
};
template <class T>
struct Bare {  // without what may make it empty
  using type = T;
};
template <class T>
struct Bare<std::optional<T>> : Bare<T> {};
template <class T>
struct Bare<Nullable<T>> : Bare<T> {};
template <class T>
using bare = typename Bare<T>::type;
template <class T>
using compared = typename Compared<T>::type;

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_optional<Nullable<T>> = true;

template <class T, class V>
inline constexpr bool is_comparable = std::convertible_to<const V&, T> && !std::is_arithmetic_v<V>;
template <Number T, class V>
inline constexpr bool is_comparable<T, V> = Number<compared<V>>;
template <class V>
inline constexpr bool is_comparable<bool, V> = std::same_as<V, bool>;
template <class T, class V>
  requires std::is_enum_v<T>
inline constexpr bool is_comparable<T, V> = std::same_as<T, V>;
template <class V>
inline constexpr bool is_comparable<std::string, V> =
    std::convertible_to<const V&, std::string_view> && !std::same_as<V, std::nullptr_t>;
template <class V>
inline constexpr bool is_comparable<Decimal128, V> =
    std::same_as<V, Decimal128> || (std::integral<V> && Number<V>);
template <class Model, class Key, class V>
inline constexpr bool is_comparable<Id<Model, Key>, V> =
    std::same_as<V, Id<Model, Key>> || std::same_as<V, Ref<Model, Key>> ||
    (!bson::is_id<V> && is_comparable<Key, V>);

// Whether a number type holds every value of another: what the language calls narrowing, but an
// int32 in a double is none.
template <class T, class V>
consteval bool holds_all_of() {
  if constexpr (!Number<T> || !Number<V>)
    return true;
  else if constexpr (std::is_floating_point_v<T>)
    return std::numeric_limits<V>::digits <= std::numeric_limits<T>::digits;
  else if constexpr (std::is_floating_point_v<V>)
    return false;
  else
    return std::in_range<T>(std::numeric_limits<V>::min()) &&
           std::in_range<T>(std::numeric_limits<V>::max());
}

// The key of an Id, else the type itself.
template <class T>
struct KeyOf {
  using type = T;
};
template <class Model, class Key>
struct KeyOf<Id<Model, Key>> {
  using type = Key;
};

}  // namespace detail

template <class Field, class V>
inline constexpr bool value_is_no_nullopt = !std::is_same_v<V, std::nullopt_t>;
template <class Field, class V>
inline constexpr bool value_is_no_optional = !detail::is_optional<V>;
template <class Field, class T, class V>
inline constexpr bool value_has_its_zone =
    !(std::is_same_v<detail::compared<T>, Time> && std::is_same_v<V, LocalTime>);
template <class Field, class T, class V>
inline constexpr bool value_is_no_frame = !TimeFrame<V>;
/// True where a field of type `T` may be compared with a value of type `V`.
template <class Field, class T, class V>
inline constexpr bool comparable_with =
    detail::is_comparable<detail::compared<T>, detail::unchecked<V>>;
template <class Field, class T, class V>
inline constexpr bool value_keeps_its_number =
    detail::holds_all_of<typename detail::KeyOf<detail::compared<T>>::type, detail::compared<V>>();
template <class Field, class T>
inline constexpr bool has_an_order =
    !std::is_enum_v<typename bson::Innermost<detail::compared<T>>::type>;

/// Asserts that a field may be compared with a value; true where it may.
template <class Field, class T, class V>
consteval bool assert_comparable() {
  static_assert(value_is_no_nullopt<Field, V>,
                "a field is compared with std::nullopt, which to MongoDB could be null or missing: "
                "say .missing(), .is_null() or .absent()");
  static_assert(value_is_no_optional<Field, V>,
                "a field is compared with a std::optional, which may be empty: compare it with its "
                "value, or say loom::if_set(optional)");
  static_assert(value_has_its_zone<Field, T, V>,
                "a wall-clock time is no instant before its zone is named: compare the field with "
                "zone.to_time(local)");
  static_assert(
      value_is_no_frame<Field, T, V>,
      "a frame has many instants: say .in(frame), or compare the field with frame.floor() "
      "or frame.ceiling()");
  if constexpr (value_is_no_nullopt<Field, V> && value_is_no_optional<Field, V> &&
                value_has_its_zone<Field, T, V> && value_is_no_frame<Field, T, V>) {
    static_assert(comparable_with<Field, T, V>,
                  "these two never compare: a field is compared with a value of its own type");
    if constexpr (comparable_with<Field, T, V>) {
      static_assert(
          value_keeps_its_number<Field, T, V>,
          "this value would narrow: a field is compared with a number that its type holds");
      return value_keeps_its_number<Field, T, V>;
    } else {
      return false;
    }
  } else {
    return false;
  }
}

template <class Field, class T>
consteval bool assert_ordered() {
  static_assert(
      has_an_order<Field, T>,
      "an enum is stored by its name, so its order would be alphabetical: compare it with "
      "== or .in({…})");
  return has_an_order<Field, T>;
}

/// Writes `value` as a value of the type `T` of the field at `path`.
///
/// Throws: ValidationError, where it cannot be stored: text that is no UTF-8, an Id or a Ref that
/// is not set.
template <class T, class Key, class V>
void put_value(bson::Writer& out, const Key& key, const V& value, std::string_view path) {
  using Stored = detail::compared<T>;
  const auto write = [&]<class Written>(const Written& written) {
    if (bson::Codec<Written>::write(out, key, written)) return;
    Problems problems;
    bson::Codec<Written>::check(written, bson::Path{nullptr, path}, problems);
    throw ValidationError(problems.take());
  };
  if constexpr (detail::is_checked<V>)
    put_value<T>(out, key, value.get(), path);
  else if constexpr (std::same_as<V, Stored> || (bson::is_id<Stored> && bson::is_ref<V>))
    write(value);
  else if constexpr (bson::is_id<Stored>)
    put_value<typename detail::KeyOf<Stored>::type>(out, key, value, path);
  else if constexpr (std::same_as<Stored, std::string>)
    write(Stored(std::string_view(value)));
  else
    write(static_cast<Stored>(value));
}

/// Asks whether a field of type `T` may become `value`, before that is sent. A filter may name a
/// value that breaks a rule: what others stored is found by it.
///
/// Throws: ValidationError with the rules that the value breaks.
template <class T, class V>
void require_rules(const V& value, std::string_view path) {
  using Field = detail::bare<T>;
  if constexpr (detail::is_checked<Field> && !std::same_as<V, Field>) {
    using Stored = detail::unchecked<Field>;
    Problems problems;
    if constexpr (detail::is_checked<V>) {
      require_rules<T>(value.get(), path);
    } else {
      if constexpr (std::same_as<Stored, std::string>)
        Field::check(Stored(std::string_view(value)), bson::Path{nullptr, path}, problems);
      else
        Field::check(static_cast<Stored>(value), bson::Path{nullptr, path}, problems);
      if (!problems.empty()) throw ValidationError(problems.take());
    }
  }
}

}  // namespace loom
