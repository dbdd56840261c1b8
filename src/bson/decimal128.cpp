// SPDX-License-Identifier: Apache-2.0
// The text of decimal numbers, by the driver, and their equality as numbers.

#include "loom/bson/decimal128.hpp"

#include <bson/bson.h>

#include "loom/info/error.hpp"

namespace loom {
namespace {

__extension__ using Coefficient = unsigned __int128;

/// True where the exponent has so many digits that the driver's 64 bits run over: it then reads
/// another number (1e99999999999999999999 as 0.1), and says nothing.
bool has_endless_exponent(std::string_view text) noexcept {
  constexpr std::size_t safe_digits = 9;
  const auto mark = text.find_first_of("eE");
  if (mark == text.npos) return false;
  const auto first = text.find_first_not_of("+-0", mark + 1);
  return first != text.npos && text.size() - first > safe_digits;
}

/// A finite number: `coefficient` times ten to the power of `exponent`.
struct Finite {
  Coefficient coefficient;
  std::uint64_t exponent;  // with the bias that it is stored with
  bool negative;

  friend bool operator==(const Finite&, const Finite&) = default;
};

/// The number in its shortest form, which is one for all that are equal: 1.00 becomes 1, -0 becomes
/// 0.
Finite shortest(std::uint64_t low, std::uint64_t high) noexcept {
  constexpr Coefficient largest_half = 100'000'000'000'000'000;  // 10^17
  // A coefficient beyond 34 digits is read as zero; the form that begins with 11 is always beyond.
  const bool beyond = (high & 0x6000000000000000) == 0x6000000000000000;
  Finite number{beyond ? 0 : Coefficient{high & 0x1FFFFFFFFFFFF} << 64 | low, high << 1 >> 50,
                high >> 63 != 0};
  if (number.coefficient == 0 || number.coefficient >= largest_half * largest_half)
    return {0, 0, false};
  while (number.coefficient % 10 == 0) {
    number.coefficient /= 10;
    ++number.exponent;
  }
  return number;
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

bool operator==(const Decimal128& a, const Decimal128& b) noexcept {
  if (a.is_nan() || b.is_nan()) return a.is_nan() && b.is_nan();
  if (a.is_infinite() || b.is_infinite())
    return a.is_infinite() && b.is_infinite() && (a.high_ >> 63) == (b.high_ >> 63);
  return shortest(a.low_, a.high_) == shortest(b.low_, b.high_);
}

}  // namespace loom
