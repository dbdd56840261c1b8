#pragma once
// SPDX-License-Identifier: Apache-2.0
// The rules of Checked values, each a type: whether a value keeps it, how it is said, and what JSON
// Schema calls it.

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "loom/bson/bytes.hpp"
#include "loom/core/struct_info.hpp"
#include "loom/info/bound.hpp"
#include "loom/info/literal.hpp"
#include "loom/info/problems.hpp"
#include "loom/info/regex.hpp"
#include "loom/reflect/enums.hpp"

namespace loom {

namespace detail {

template <class T>
concept TextLike = std::convertible_to<const T&, std::string_view>;
template <class T>
concept Container = !TextLike<T> && requires(const T& value) {
  value.begin();
  value.size();
};
template <class T>
inline constexpr bool is_keyed = requires { typename T::mapped_type; };
template <class T>
concept Measured = TextLike<T> || Container<T> || std::same_as<T, Bytes>;

/// Code points of a text, else elements.
template <Measured T>
constexpr std::size_t length_of(const T& value) {
  if constexpr (TextLike<T>) {
    std::size_t length = 0;
    for (const char c : std::string_view(value)) length += (c & 0xC0) != 0x80;
    return length;
  } else if constexpr (Container<T>) {
    return value.size();
  } else {
    return value.data.size();
  }
}

/// Equal as values: -1 is not the greatest unsigned number.
template <class A, class B>
constexpr bool equals(const A& a, const B& b) {
  if constexpr (Number<A> && Number<B> && std::integral<A> && std::integral<B>)
    return std::cmp_equal(a, b);
  else
    return a == b;
}

template <class A, class B>
constexpr auto ordered(const A& a, const B& b) {
  if constexpr (Number<A> && Number<B> && std::integral<A> && std::integral<B>)
    return std::cmp_less(a, b)    ? std::strong_ordering::less
           : std::cmp_equal(a, b) ? std::strong_ordering::equal
                                  : std::strong_ordering::greater;
  else
    return a <=> b;
}

template <auto Step>
inline constexpr bool is_step = false;
template <auto Step>
  requires FractionOf<decltype(Step)>::is_one
inline constexpr bool is_step<Step> = FractionOf<decltype(Step)>::of(Step).num > 0;

enum class Comparator { ge, gt, le, lt };

/// Between what a rule keeps values, or their lengths: what tells contradictory rules.
struct Limit {
  enum class Of { nothing, value, length } of = Of::nothing;
  Comparator comparator = Comparator::ge;
  Fraction fraction{0};
};

constexpr bool holds(std::partial_ordering order, Comparator comparator) noexcept {
  switch (comparator) {
    case Comparator::ge:
      return order >= 0;
    case Comparator::gt:
      return order > 0;
    case Comparator::le:
      return order <= 0;
    case Comparator::lt:
      return order < 0;
  }
  return false;
}

std::string bound_message(Comparator comparator, std::string_view bound);
SchemaKeyword bound_keyword(Comparator comparator, std::string bound);
std::string length_message(Comparator comparator, std::size_t length);
/// `of` is "Length", "Items" or "Properties".
SchemaKeyword length_keyword(Comparator comparator, std::string_view of, std::size_t length);
/// `text` as JSON.
std::string json_of(std::string_view text);

template <Comparator comparator, auto Bound, class Unit>
struct BoundRule {
  template <class T>
    requires BoundOf<T, Bound, Unit>::exists
  static constexpr bool ok(const T& value) {
    if constexpr (std::same_as<T, std::chrono::year_month_day>)
      if (!value.ok()) return false;  // a day that does not exist is counted as any other one
    return holds(order(count_of(value), BoundOf<T, Bound, Unit>::fraction), comparator);
  }
  static std::string message() {
    if constexpr (std::is_same_v<std::remove_const_t<decltype(Bound)>, UtcDay>)
      return bound_message(comparator, text_of(Bound));
    else if constexpr (std::is_void_v<Unit>)
      return bound_message(comparator, text_of(FractionOf<decltype(Bound)>::of(Bound)));
    else
      return bound_message(comparator,
                           text_of(FractionOf<decltype(Bound)>::of(Bound)) + unit_name<Unit>());
  }
  template <class T>
  static constexpr Limit limit = {Limit::Of::value, comparator, BoundOf<T, Bound, Unit>::fraction};
  /// None for times and dates, whose JSON is a text.
  template <class T>
    requires(!std::same_as<T, Time> && !std::same_as<T, std::chrono::year_month_day>)
  static SchemaKeyword keyword() {
    return bound_keyword(comparator, stored_text<T>(BoundOf<T, Bound, Unit>::stored));
  }
};

template <Comparator comparator, std::size_t Length>
struct LengthRule {
  template <Measured T>
  static constexpr bool ok(const T& value) {
    return holds(length_of(value) <=> Length, comparator);
  }
  static std::string message() { return length_message(comparator, Length); }
  template <class T>
  static constexpr Limit limit = {
      Limit::Of::length, comparator, {static_cast<std::int64_t>(Length)}};
  template <Measured T>
  static SchemaKeyword keyword() {
    return length_keyword(comparator,
                          is_keyed<T>    ? "Properties"
                          : Container<T> ? "Items"
                                         : "Length",
                          Length);
  }
};

}  // namespace detail

/// The value is at least `Bound`: a whole number, a `std::ratio<1, 2>{}`, for a duration with its
/// unit, for a time or a date a day. NaN keeps no bound.
///
///     loom::Checked<int, loom::ge<1>, loom::le<1000>> quantity = 1;
///     loom::Checked<std::chrono::seconds, loom::ge<5, std::chrono::minutes>> pause;
template <auto Bound, class Unit = void>
struct ge : detail::BoundRule<detail::Comparator::ge, Bound, Unit> {
  static constexpr std::string_view name = "ge";
};
/// The value is greater than `Bound`.
template <auto Bound, class Unit = void>
struct gt : detail::BoundRule<detail::Comparator::gt, Bound, Unit> {
  static constexpr std::string_view name = "gt";
};
/// The value is at most `Bound`.
template <auto Bound, class Unit = void>
struct le : detail::BoundRule<detail::Comparator::le, Bound, Unit> {
  static constexpr std::string_view name = "le";
};
/// The value is less than `Bound`.
template <auto Bound, class Unit = void>
struct lt : detail::BoundRule<detail::Comparator::lt, Bound, Unit> {
  static constexpr std::string_view name = "lt";
};

/// The number or duration is `Step` some whole number of times: `multiple_of<std::ratio<1, 100>{}>`
/// for cents. A double is, where it is the one nearest to such a number.
template <auto Step, class Unit = void>
struct multiple_of {
  static constexpr std::string_view name = "multiple_of";
  template <class T>
    requires(detail::BoundOf<T, Step, Unit>::exists && detail::is_step<Step>)
  static constexpr bool ok(const T& value) {
    return detail::is_multiple(detail::count_of(value), detail::BoundOf<T, Step, Unit>::fraction);
  }
  static std::string message() {
    std::string text =
        "must be a multiple of " + detail::text_of(detail::FractionOf<decltype(Step)>::of(Step));
    if constexpr (!std::is_void_v<Unit>) text += detail::unit_name<Unit>();
    return text;
  }
  template <class T>
  static SchemaKeyword keyword() {
    return {"multipleOf", detail::stored_text<T>(detail::BoundOf<T, Step, Unit>::stored)};
  }
};

/// The number is neither infinite nor NaN.
struct finite {
  static constexpr std::string_view name = "finite";
  template <std::floating_point T>
  static bool ok(const T& value) {
    return std::isfinite(value);
  }
  template <std::same_as<Decimal128> T>
  static bool ok(const T& value) {
    return !value.is_nan() && !value.is_infinite();
  }
  static std::string message() { return "must be finite"; }
};

/// A text has at least `Length` code points, a container as many elements.
template <std::size_t Length>
struct min_length : detail::LengthRule<detail::Comparator::ge, Length> {
  static constexpr std::string_view name = "min_length";
};
/// A text has at most `Length` code points, a container as many elements.
template <std::size_t Length>
struct max_length : detail::LengthRule<detail::Comparator::le, Length> {
  static constexpr std::string_view name = "max_length";
};
/// A text or a container has at least one.
struct not_empty : detail::LengthRule<detail::Comparator::ge, 1> {
  static constexpr std::string_view name = "not_empty";
  static std::string message() { return "must not be empty"; }
};

/// The whole text matches a regular expression in RE2's syntax, which is compiled once.
///
/// Throws: ValidationError, rule "regex", at its first use, where it does not parse.
/// Source: https://github.com/google/re2/wiki/Syntax
///
///     loom::Checked<std::string, loom::pattern<"[0-9]{4}">> last_four;
template <detail::Literal Text>
struct pattern {
  static constexpr std::string_view name = "pattern";
  static bool ok(std::string_view value) {
    static const core::WholePattern compiled(Text.value());
    return compiled.matches(value);
  }
  static std::string message() { return "must match " + std::string(Text.value()); }
  template <class>
  static SchemaKeyword keyword() {
    return {"pattern", detail::json_of("^(?:" + std::string(Text.value()) + ")$")};
  }
};

/// The value is one of these: `one_of<"EUR", "USD">`, `one_of<1, 2, 4>`.
template <detail::Literal... Values>
struct one_of {
  static constexpr std::string_view name = "one_of";
  template <class T>
    requires(... &&
             requires(const T& value) {
               { value == Values.value() } -> std::convertible_to<bool>;
             })
  static constexpr bool ok(const T& value) {
    return (detail::equals(value, Values.value()) || ...);
  }
  static std::string message() {
    std::string list;
    ((list += (list.empty() ? "" : ", ") + shown(Values)), ...);
    return "must be one of " + list;
  }
  template <class>
  static SchemaKeyword keyword() {
    std::string list;
    ((list += (list.empty() ? "[" : ",") + shown(Values)), ...);
    return {"enum", list + "]"};
  }

 private:
  template <class Value>
  static std::string shown(const detail::Literal<Value>& literal) {
    if constexpr (std::integral<Value>)
      return std::to_string(literal.value());
    else if constexpr (std::is_enum_v<Value>)
      return detail::json_of(reflect::enumerator_name(literal.value()));
    else
      return detail::json_of(literal.value());
  }
};

/// No element of a container is there twice.
struct unique_items {
  static constexpr std::string_view name = "unique_items";
  template <detail::Container T>
  static bool ok(const T& value) {
    if constexpr (requires(const typename T::value_type& item) { item < item; }) {
      std::vector<std::reference_wrapper<const typename T::value_type>> items(value.begin(),
                                                                              value.end());
      std::ranges::sort(items, [](auto a, auto b) { return a.get() < b.get(); });
      return std::ranges::adjacent_find(
                 items, [](auto a, auto b) { return !(a.get() < b.get()); }) == items.end();
    } else {
      for (auto one = value.begin(); one != value.end(); ++one)
        if (std::find(value.begin(), one, *one) != one) return false;
      return true;
    }
  }
  static std::string message() { return "must hold no element twice"; }
  template <class>
  static SchemaKeyword keyword() {
    return {"uniqueItems", "true"};
  }
};

}  // namespace loom
