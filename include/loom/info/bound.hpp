#pragma once
// SPDX-License-Identifier: Apache-2.0
// Bounds of values as template arguments: whole numbers, std::ratios, durations by their unit,
// days. Everything is compared exactly.

#include <chrono>
#include <cmath>
#include <compare>
#include <concepts>
#include <cstdint>
#include <limits>
#include <ratio>
#include <string>
#include <type_traits>

#include "loom/bson/decimal128.hpp"
#include "loom/time/time.hpp"

namespace loom {

/// A day of the calendar as a bound: for a date itself, for a Time its first instant in UTC.
struct UtcDay {
  std::int64_t days;  ///< since 1970-01-01
};

/// The day as a bound of times and dates; one that does not exist does not compile.
///
///     loom::Checked<loom::Time, loom::ge<loom::utc_day(2020, 1, 1)>> placed_at;
consteval UtcDay utc_day(int year, unsigned month, unsigned day) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok()) throw "there is no such day in the calendar";
  return {std::chrono::sys_days(date).time_since_epoch().count()};
}

namespace detail {

// A character is no number: 'a' is a slip for "a".
template <class T>
inline constexpr bool is_character =
    std::is_same_v<T, char> || std::is_same_v<T, wchar_t> || std::is_same_v<T, char8_t> ||
    std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;

template <class T>
concept Number = std::is_arithmetic_v<T> && !std::same_as<T, bool> && !is_character<T>;

__extension__ using Wide = __int128;

/// An exact number; its denominator is positive.
struct Fraction {
  std::int64_t num;
  std::int64_t den = 1;

  friend constexpr std::strong_ordering operator<=>(Fraction a, Fraction b) noexcept {
    return Wide{a.num} * b.den <=> Wide{b.num} * a.den;
  }
  friend constexpr bool operator==(Fraction a, Fraction b) noexcept { return (a <=> b) == 0; }
};

template <class Value>
struct FractionOf {
  static constexpr bool is_one = false;
};
template <class Value>
struct FractionOf<const Value> : FractionOf<Value> {};
template <std::integral Value>
struct FractionOf<Value> {
  static constexpr bool is_one = true;
  static constexpr Fraction of(Value value) noexcept { return {static_cast<std::int64_t>(value)}; }
};
template <std::intmax_t Num, std::intmax_t Den>
struct FractionOf<std::ratio<Num, Den>> {
  static constexpr bool is_one = true;
  static constexpr Fraction of(std::ratio<Num, Den> value) noexcept {
    return {decltype(value)::num, decltype(value)::den};
  }
};

/// A bound in what values of type `T` are counted in: themselves, ticks, milliseconds, days.
template <class T, auto Value, class Unit>
struct BoundOf {
  static constexpr bool exists = false;
};
template <class T, auto Value>
  requires(Number<T> || std::same_as<T, Decimal128>) && FractionOf<decltype(Value)>::is_one
struct BoundOf<T, Value, void> {
  static constexpr bool exists = true;
  static constexpr Fraction fraction = FractionOf<decltype(Value)>::of(Value);
  static constexpr Fraction stored = fraction;
};
template <std::integral Rep, class Period, auto Value, class UnitRep, class UnitPeriod>
  requires FractionOf<decltype(Value)>::is_one
struct BoundOf<std::chrono::duration<Rep, Period>, Value,
               std::chrono::duration<UnitRep, UnitPeriod>> {
  static constexpr bool exists = true;
  template <class Tick>
  static constexpr Fraction in() noexcept {
    using Factor = std::ratio_divide<UnitPeriod, Tick>;
    constexpr Fraction own = FractionOf<decltype(Value)>::of(Value);
    return {own.num * Factor::num, own.den * Factor::den};
  }
  static constexpr Fraction fraction = in<Period>();
  static constexpr Fraction stored = in<std::milli>();
};
template <UtcDay Value>
struct BoundOf<Time, Value, void> {
  static constexpr bool exists = true;
  static constexpr Fraction fraction{Value.days * 86'400'000};
  static constexpr Fraction stored = fraction;
};
template <UtcDay Value>
struct BoundOf<std::chrono::year_month_day, Value, void> {
  static constexpr bool exists = true;
  static constexpr Fraction fraction{Value.days};
  static constexpr Fraction stored = fraction;
};

/// What a value is counted as, beside a bound.
template <Number T>
constexpr T count_of(T value) noexcept {
  return value;
}
constexpr const Decimal128& count_of(const Decimal128& value) noexcept { return value; }
template <class Rep, class Period>
constexpr Rep count_of(std::chrono::duration<Rep, Period> value) noexcept {
  return value.count();
}
constexpr std::int64_t count_of(Time value) noexcept { return value.since_epoch().count(); }
constexpr std::int64_t count_of(std::chrono::year_month_day value) noexcept {
  return std::chrono::sys_days(value).time_since_epoch().count();
}

/// A fraction as the double that its text would be: 3/10 is 0.3, not the number below it.
constexpr double nearest_double(Fraction f) noexcept {
  return static_cast<double>(f.num) / static_cast<double>(f.den);
}
/// A fraction as a decimal, to 34 digits.
Decimal128 nearest_decimal(Fraction fraction);

template <class Count>
constexpr std::partial_ordering order(const Count& count, Fraction bound) {
  if constexpr (std::integral<Count>)
    return Wide{count} * bound.den <=> Wide{bound.num};
  else if constexpr (std::floating_point<Count>)
    return count <=> static_cast<Count>(nearest_double(bound));
  else
    return count <=> nearest_decimal(bound);
}

/// True where a value is `step` some whole number of times.
bool is_multiple(const Decimal128& value, Fraction step);
template <std::floating_point Count>
bool is_multiple(Count count, Fraction step) noexcept {
  const double times = std::nearbyint(static_cast<double>(count) / nearest_double(step));
  return std::isfinite(count) && static_cast<Count>(times * static_cast<double>(step.num) /
                                                    static_cast<double>(step.den)) == count;
}
template <std::integral Count>
constexpr bool is_multiple(Count count, Fraction step) noexcept {
  return Wide{count} * step.den % step.num == 0;
}

/// A bound as an error shows it ("1000", "0.5") and as JSON writes it.
std::string text_of(Fraction fraction);
std::string text_of(double number);

/// A bound as JSON writes it, with the digits that values of type `T` are compared with.
template <class T>
std::string stored_text(Fraction bound) {
  if constexpr (std::floating_point<T>)
    return bound.den == 1 ? text_of(bound)
                          : text_of(static_cast<double>(static_cast<T>(nearest_double(bound))));
  else if constexpr (std::same_as<T, Decimal128>)
    return nearest_decimal(bound).str();
  else
    return text_of(bound);
}

/// "minutes": what a bound of a duration is counted in.
template <class Unit>
constexpr const char* unit_name() noexcept {
  using Period = typename Unit::period;
  if constexpr (std::ratio_equal_v<Period, std::milli>) return " milliseconds";
  if constexpr (std::ratio_equal_v<Period, std::ratio<1>>) return " seconds";
  if constexpr (std::ratio_equal_v<Period, std::ratio<60>>) return " minutes";
  if constexpr (std::ratio_equal_v<Period, std::ratio<3600>>) return " hours";
  if constexpr (std::ratio_equal_v<Period, std::ratio<86400>>) return " days";
  return " ticks of its unit";
}

/// "2020-01-01"
std::string text_of(UtcDay day);

}  // namespace detail
}  // namespace loom
