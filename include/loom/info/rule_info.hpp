#pragma once
// SPDX-License-Identifier: Apache-2.0
// How the rules of a Checked are run, told, and judged when the program is compiled.

#include <concepts>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "loom/info/rules.hpp"

namespace loom {

namespace detail {

template <class Rule>
constexpr std::string_view name_of_rule() {
  if constexpr (requires { Rule::name; })
    return Rule::name;
  else
    return reflect::type_name<Rule>;
}

/// A value as text for a Problem, cut to 64 code points; nothing for what is no single value.
std::string shown(std::string_view text);
template <class T>
std::string shown(const T& value) {
  if constexpr (TextLike<T>)
    return shown(std::string_view(value));
  else if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else if constexpr (Number<T>)
    return std::to_string(value);
  else if constexpr (std::is_enum_v<T>)
    return std::string(reflect::enumerator_name(value));
  else if constexpr (requires {
                       { value.str() } -> std::convertible_to<std::string>;
                     })
    return value.str();
  else if constexpr (requires { shown(value.count()); })
    return shown(value.count());
  else
    return {};
}

template <class Rule, class T>
void check_rule(const T& value, const bson::Path& place, Problems& problems) {
  if constexpr (requires { Rule::check(value, place, problems); })
    Rule::check(value, place, problems);
  else if (!Rule::ok(value))
    problems.add(place, name_of_rule<Rule>(), Rule::message(), shown(value));
}

template <class T, class Rule>
RuleInfo describe() {
  RuleInfo info{std::string(name_of_rule<Rule>()), std::string(Rule::message()), {}, {}};
  if constexpr (requires { Rule::template keyword<T>(); })
    info.keyword = Rule::template keyword<T>();
  if constexpr (requires { Rule::template each_of<T>(); }) info.each = Rule::template each_of<T>();
  return info;
}

template <class T>
struct ElementType {
  using type = typename T::value_type;
};
template <class T>
  requires is_keyed<T>
struct ElementType<T> {
  using type = typename T::mapped_type;
};

/// What a rule keeps values or lengths between; no limit for a rule that says nothing of it.
template <class T, class Rule>
inline constexpr Limit limit_of = {};
template <class T, class Rule>
  requires requires { Rule::template limit<T>; }
inline constexpr Limit limit_of<T, Rule> = Rule::template limit<T>;

/// The room that limits leave.
struct Room {
  std::optional<Fraction> low{}, high{};
  bool low_open = false, high_open = false;

  constexpr void narrow(Comparator comparator, Fraction bound) {
    const bool open = comparator == Comparator::gt || comparator == Comparator::lt;
    if (comparator == Comparator::ge || comparator == Comparator::gt) {
      if (!low || bound > *low) low = bound, low_open = open;
      if (bound == *low) low_open |= open;
    } else {
      if (!high || bound < *high) high = bound, high_open = open;
      if (bound == *high) high_open |= open;
    }
  }
  constexpr bool has_a_value(bool whole) const {
    if (!low || !high) return true;
    if (!whole) return *low < *high || (*low == *high && !low_open && !high_open);
    // The first whole number from `low` on, and the last one up to `high`.
    const auto floor = [](Fraction f) {
      return f.num / f.den - (f.num % f.den != 0 && f.num < 0 ? 1 : 0);
    };
    const bool low_is_whole = low->num % low->den == 0;
    const bool high_is_whole = high->num % high->den == 0;
    const Wide first = Wide{floor(*low)} + (low_is_whole && !low_open ? 0 : 1);
    const Wide last = Wide{floor(*high)} - (high_is_whole && high_open ? 1 : 0);
    return first <= last;
  }
};

template <class T, class... Rules>
consteval bool rules_leave_a_value() {
  Room values, lengths;
  lengths.narrow(Comparator::ge, {0});
  if constexpr (std::integral<T> && Number<T> && sizeof(T) <= 8 &&
                !(std::is_unsigned_v<T> && sizeof(T) == 8)) {
    values.narrow(Comparator::ge, {std::numeric_limits<T>::min()});
    values.narrow(Comparator::le, {std::numeric_limits<T>::max()});
  }
  const auto narrow = [&](Limit limit) {
    if (limit.of == Limit::Of::value) values.narrow(limit.comparator, limit.fraction);
    if (limit.of == Limit::Of::length) lengths.narrow(limit.comparator, limit.fraction);
  };
  (narrow(limit_of<T, Rules>), ...);
  constexpr bool whole = !std::floating_point<T> && !std::same_as<T, Decimal128>;
  return values.has_a_value(whole) && lengths.has_a_value(true);
}

// Whether a literal keeps a rule; true also where only the running program can tell.
template <class Rule, Literal Value>
consteval bool literal_keeps_rule() {
  if constexpr (requires { typename std::bool_constant<Rule::ok(Value.value())>; })
    return Rule::ok(Value.value());
  else
    return true;
}

}  // namespace detail

/// True where a rule can be asked about values of type `T`.
template <class T, class Rule>
inline constexpr bool rule_fits = requires(const T& value) {
  { Rule::ok(value) } -> std::convertible_to<bool>;
  { Rule::message() } -> std::convertible_to<std::string_view>;
};

/// The elements of a container, or the values of a map, keep these rules.
///
///     loom::Checked<std::vector<std::string>, loom::each<loom::max_length<40>>> tags;
template <class... Rules>
struct each {
  static constexpr std::string_view name = "each";

  template <detail::Container T>
    requires(... && rule_fits<typename detail::ElementType<T>::type, Rules>)
  static bool ok(const T& value) {
    for (const auto& element : value)
      if (!(Rules::ok(in(element)) && ...)) return false;
    return true;
  }
  template <detail::Container T>
  static void check(const T& value, const bson::Path& place, Problems& problems) {
    std::size_t index = 0;
    for (const auto& element : value) {
      bson::Path at{&place, {}, index++};
      if constexpr (detail::is_keyed<T>) at.name = element.first;
      (detail::check_rule<Rules>(in(element), at, problems), ...);
    }
  }
  static std::string message() {
    std::string all;
    ((all += (all.empty() ? "each " : " and ") + std::string(Rules::message())), ...);
    return all;
  }
  template <class T>
  static std::vector<RuleInfo> each_of() {
    return {detail::describe<typename detail::ElementType<T>::type, Rules>()...};
  }

 private:
  template <class Element>
  static const auto& in(const Element& element) {
    return element;
  }
  template <class Value>
  static const Value& in(const std::pair<const std::string, Value>& entry) {
    return entry.second;
  }
};

}  // namespace loom
