// SPDX-License-Identifier: Apache-2.0
// What rules say, and those that need no type of the user's.
#include "loom/info/rules.hpp"

#include <array>
#include <charconv>

#include "info/quoted.hpp"
#include "loom/info/checked.hpp"
#include "loom/info/email.hpp"
#include "loom/time/date.hpp"

namespace loom {
namespace detail {

std::string text_of(double number) {
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

Decimal128 nearest_decimal(Fraction fraction) {
  return Decimal128(fraction.num).divided_by(fraction.den, Rounding::half_even);
}

bool is_multiple(const Decimal128& value, Fraction step) {
  return !value.is_nan() && !value.is_infinite() && value % nearest_decimal(step) == 0;
}

std::string text_of(Fraction fraction) {
  return fraction.den == 1 ? std::to_string(fraction.num) : text_of(nearest_double(fraction));
}

std::string text_of(UtcDay day) {
  return loom::to_text(std::chrono::sys_days(std::chrono::days(day.days)));
}

std::string bound_message(Comparator comparator, std::string_view bound) {
  switch (comparator) {
    case Comparator::ge:
      return "must be at least " + std::string(bound);
    case Comparator::gt:
      return "must be greater than " + std::string(bound);
    case Comparator::le:
      return "must be at most " + std::string(bound);
    case Comparator::lt:
      return "must be less than " + std::string(bound);
  }
  return {};
}

SchemaKeyword bound_keyword(Comparator comparator, std::string bound) {
  constexpr std::array<const char*, 4> names{"minimum", "exclusiveMinimum", "maximum",
                                             "exclusiveMaximum"};
  return {names[static_cast<std::size_t>(comparator)], std::move(bound)};
}

std::string length_message(Comparator comparator, std::size_t length) {
  return std::string("must have a length of at ") +
         (comparator == Comparator::ge ? "least " : "most ") + std::to_string(length);
}

SchemaKeyword length_keyword(Comparator comparator, std::string_view of, std::size_t length) {
  return {(comparator == Comparator::ge ? "min" : "max") + std::string(of), std::to_string(length)};
}

std::string json_of(std::string_view text) { return core::quoted(text); }

std::string shown(std::string_view text) {
  constexpr std::size_t most = 64;
  std::size_t points = 0, end = 0;
  for (; end < text.size(); ++end)
    if ((text[end] & 0xC0) != 0x80 && points++ == most)
      return std::string(text.substr(0, end)) + "…";
  return std::string(text);
}

void throw_unset(std::string_view rule, std::string_view message) {
  throw ValidationError("", "unset",
                        "a Checked is read that was never set, and its default breaks the rule " +
                            std::string(rule) + " (" + std::string(message) +
                            "): give it a value first");
}

void throw_out_of_range() {
  throw ValidationError("", "number", "a Checked is given a number that its type does not hold");
}

}  // namespace detail

bool email::ok(std::string_view text) {
  static const core::WholePattern address(expression);
  constexpr std::size_t longest = 254, longest_before_at = 64;  // RFC 5321, with RFC 3696's erratum
  return text.size() <= longest && text.find('@') <= longest_before_at && address.matches(text);
}

}  // namespace loom
