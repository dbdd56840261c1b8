// SPDX-License-Identifier: Apache-2.0
// The text of decimal numbers, by the driver, and their arithmetic, by Intel's library, whose
// numbers have the bits of BSON's.

#include "loom/bson/decimal128.hpp"

#include <bson/bson.h>

// How Debian and most others build it as libbidgcc000: arguments by value, no global state.
#define DECIMAL_CALL_BY_REFERENCE 0
#define DECIMAL_GLOBAL_ROUNDING 0
#define DECIMAL_GLOBAL_EXCEPTION_FLAGS 0
#include <bid_conf.h>
#include <bid_functions.h>

#include "loom/info/error.hpp"

namespace loom {
namespace {

/// True where the exponent has so many digits that the driver's 64 bits run over: it then reads
/// another number (1e99999999999999999999 as 0.1), and says nothing.
bool has_endless_exponent(std::string_view text) noexcept {
  constexpr std::size_t safe_digits = 9;
  const auto mark = text.find_first_of("eE");
  if (mark == text.npos) return false;
  const auto first = text.find_first_not_of("+-0", mark + 1);
  return first != text.npos && text.size() - first > safe_digits;
}

BID_UINT128 bid(const Decimal128& number) noexcept { return {{number.low(), number.high()}}; }
Decimal128 decimal(const BID_UINT128& number) noexcept {
  return Decimal128::from_bits(number.w[0], number.w[1]);
}

unsigned mode_of(Rounding rounding) noexcept {
  switch (rounding) {
    case Rounding::half_even:
      return BID_ROUNDING_TO_NEAREST;
    case Rounding::half_away:
      return BID_ROUNDING_TIES_AWAY;
    case Rounding::toward_zero:
      return BID_ROUNDING_TO_ZERO;
    case Rounding::floor:
      return BID_ROUNDING_DOWN;
    case Rounding::ceiling:
      return BID_ROUNDING_UP;
  }
  return BID_ROUNDING_TO_NEAREST;
}

constexpr unsigned never_right =
    BID_INVALID_EXCEPTION | BID_ZERO_DIVIDE_EXCEPTION | BID_OVERFLOW_EXCEPTION;
constexpr unsigned never_exact = never_right | BID_INEXACT_EXCEPTION | BID_UNDERFLOW_EXCEPTION;

/// The number, or an error where the operation met one of the `refused` conditions of IEEE 754.
Decimal128 unless(unsigned met, unsigned refused, const BID_UINT128& result,
                  const std::string& operation) {
  if ((met & refused & never_right) != 0)
    throw ValidationError("", "decimal",
                          operation +
                              " has no result: it divides by zero, leaves the numbers that a "
                              "Decimal128 holds, or is of infinities");
  if ((met & refused) != 0)
    throw ValidationError("", "decimal",
                          operation +
                              " has more than 34 digits, and nothing is rounded silently: "
                              "round first, by .rounded(places, loom::Rounding::…)");
  return decimal(result);
}

}  // namespace

Decimal128::Decimal128(std::string_view text) {
  const std::string terminated(text);  // The driver reads the exponent up to a zero.
  bson_decimal128_t read;
  if (text.empty() || text.find('\0') != text.npos || has_endless_exponent(text) ||
      !bson_decimal128_from_string(terminated.c_str(), &read))
    throw ValidationError(
        "", "decimal",
        "A Decimal128 is written like 19.99, -1E+3, Infinity or NaN, with at most "
        "34 digits and an exponent from -6176 to 6111; nothing is rounded.");
  low_ = read.low;
  high_ = read.high;
}

std::string Decimal128::str() const {
  const bson_decimal128_t number{low_, high_};
  char text[BSON_DECIMAL128_STRING];
  bson_decimal128_to_string(&number, text);
  return text;
}

bool operator==(const Decimal128& a, const Decimal128& b) noexcept { return (a <=> b) == 0; }

std::partial_ordering operator<=>(const Decimal128& a, const Decimal128& b) noexcept {
  unsigned ignored = 0;
  if (a.is_nan() || b.is_nan())
    return a.is_nan() && b.is_nan() ? std::partial_ordering::equivalent
                                    : std::partial_ordering::unordered;
  if (bid128_quiet_equal(bid(a), bid(b), &ignored) != 0) return std::partial_ordering::equivalent;
  return bid128_quiet_less(bid(a), bid(b), &ignored) != 0 ? std::partial_ordering::less
                                                          : std::partial_ordering::greater;
}

Decimal128 operator+(const Decimal128& a, const Decimal128& b) {
  unsigned met = 0;
  const auto sum = bid128_add(bid(a), bid(b), BID_ROUNDING_TO_NEAREST, &met);
  return unless(met, never_exact, sum, "a sum of Decimal128s");
}
Decimal128 operator-(const Decimal128& a, const Decimal128& b) {
  unsigned met = 0;
  const auto difference = bid128_sub(bid(a), bid(b), BID_ROUNDING_TO_NEAREST, &met);
  return unless(met, never_exact, difference, "a difference of Decimal128s");
}
Decimal128 operator*(const Decimal128& a, const Decimal128& b) {
  unsigned met = 0;
  const auto product = bid128_mul(bid(a), bid(b), BID_ROUNDING_TO_NEAREST, &met);
  return unless(met, never_exact, product, "a product of Decimal128s");
}
Decimal128 operator%(const Decimal128& a, const Decimal128& b) {
  unsigned met = 0;
  const auto rest = bid128_fmod(bid(a), bid(b), &met);
  return unless(met, never_exact, rest, "a remainder of Decimal128s");
}

Decimal128 Decimal128::divided_by(const Decimal128& divisor, Rounding rounding) const {
  unsigned met = 0;
  const auto quotient = bid128_div(bid(*this), bid(divisor), mode_of(rounding), &met);
  return unless(met, never_right, quotient, "a quotient of Decimal128s");
}

Decimal128 Decimal128::times(const Decimal128& factor, Rounding rounding) const {
  unsigned met = 0;
  const auto product = bid128_mul(bid(*this), bid(factor), mode_of(rounding), &met);
  return unless(met, never_right, product, "a product of Decimal128s");
}

Decimal128 Decimal128::rounded(int places, Rounding rounding) const {
  constexpr int bias = 6176, largest = 6111;
  if (places > bias || places < -largest)
    throw ValidationError("", "decimal",
                          "a Decimal128 is rounded to -6111 to 6176 places behind its point");
  unsigned met = 0;
  const Decimal128 unit = from_bits(1, static_cast<std::uint64_t>(bias - places) << 49);
  const auto number = bid128_quantize(bid(*this), bid(unit), mode_of(rounding), &met);
  return unless(met, never_right, number, "a rounded Decimal128");
}

}  // namespace loom
