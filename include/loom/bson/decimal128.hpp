#pragma once
// SPDX-License-Identifier: Apache-2.0
// Decimal numbers of 34 digits, for money and whatever else must not be rounded to binary.

#include <compare>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace loom {

/// The rule behind the constructor of Decimal128: false for floating-point numbers.
template <class T>
inline constexpr bool decimal_from_double_is_refused = !std::is_floating_point_v<T>;

/// The rule behind `/` of Decimal128, which a user says as `divided_by`.
template <class T>
inline constexpr bool quotient_is_rounded_by_name = false;

/// How a decimal that has more digits than wanted is brought to one that has not.
enum class Rounding {
  half_even,    ///< to the nearest; of two that are as near, to the one with an even last digit
  half_away,    ///< to the nearest; of two that are as near, to the one farther from zero
  toward_zero,  ///< digits are dropped
  floor,        ///< to the next lower one
  ceiling,      ///< to the next higher one
};

/// A decimal number of up to 34 digits, exactly as it was written: 1.0 and 1.00 keep their zeros.
///
/// Arithmetic is that of IEEE 754-2008, and exact: nothing is rounded but by a word.
///
/// BSON:   decimal
/// Throws: ValidationError, rule "decimal", where a result needs more than 34 digits, or is none.
/// Source:
/// https://github.com/mongodb/specifications/blob/master/source/bson-decimal128/decimal128.md
///
///     loom::Decimal128 price("19.99");
///     const auto total = (price * 3 * Decimal128("1.19")).rounded(2, loom::Rounding::half_even);
class Decimal128 {
 public:
  /// Zero.
  constexpr Decimal128() noexcept = default;

  /// Reads "19.99", "-1E+3", "Infinity", "NaN"; never rounds.
  ///
  /// Throws: ValidationError, rule "decimal": it is no number, or it needs more than 34 digits.
  explicit Decimal128(std::string_view text);

  /// An integer, exactly.
  template <class T>
    requires(std::is_floating_point_v<T> || (std::integral<T> && !std::same_as<T, bool>))
  constexpr Decimal128(T value) noexcept {
    static_assert(
        decimal_from_double_is_refused<T>,
        "a Decimal128 is not made from a floating-point number, which was already rounded "
        "to binary: write Decimal128(\"19.99\") instead");
    if constexpr (std::integral<T>) {
      const auto bits = static_cast<std::uint64_t>(value);
      low_ = value < 0 ? 0 - bits : bits;
      if (value < 0) high_ |= sign_bit;
    }
  }

  /// The 16 bytes as BSON stores them, in two halves.
  static constexpr Decimal128 from_bits(std::uint64_t low, std::uint64_t high) noexcept {
    Decimal128 number;
    number.low_ = low;
    number.high_ = high;
    return number;
  }
  constexpr std::uint64_t low() const noexcept { return low_; }
  constexpr std::uint64_t high() const noexcept { return high_; }

  /// The canonical text, as extended JSON writes it: "19.99", "1E+3", "-Infinity", "NaN".
  std::string str() const;

  constexpr bool is_nan() const noexcept {
    return (high_ & 0x7C00000000000000) == 0x7C00000000000000;
  }
  constexpr bool is_infinite() const noexcept { return (high_ & 0x7C00000000000000) == infinity; }

  /// True where both are the same number, as the server compares: 1.0 equals 1.00, -0 equals 0, and
  /// NaN equals NaN.
  friend bool operator==(const Decimal128& a, const Decimal128& b) noexcept;
  /// The order of numbers; NaN has none, but to itself.
  friend std::partial_ordering operator<=>(const Decimal128& a, const Decimal128& b) noexcept;

  friend Decimal128 operator+(const Decimal128& a, const Decimal128& b);
  friend Decimal128 operator-(const Decimal128& a, const Decimal128& b);
  friend Decimal128 operator*(const Decimal128& a, const Decimal128& b);
  /// What is left of `a` after whole `b`s, with the sign of `a`.
  friend Decimal128 operator%(const Decimal128& a, const Decimal128& b);
  Decimal128& operator+=(const Decimal128& other) { return *this = *this + other; }
  Decimal128& operator-=(const Decimal128& other) { return *this = *this - other; }
  Decimal128& operator*=(const Decimal128& other) { return *this = *this * other; }
  constexpr Decimal128 operator-() const noexcept { return from_bits(low_, high_ ^ sign_bit); }

  /// The quotient, to 34 digits.
  Decimal128 divided_by(const Decimal128& divisor, Rounding rounding) const;
  /// The product, to 34 digits, where the exact one has more.
  Decimal128 times(const Decimal128& factor, Rounding rounding) const;
  /// The number with `places` digits behind its point, filled with zeros where it has fewer.
  ///
  ///     Decimal128("2.5").rounded(0, Rounding::half_even)  // 2
  ///     Decimal128("2.5").rounded(2, Rounding::half_even)  // 2.50
  Decimal128 rounded(int places, Rounding rounding) const;

  template <class Dividend, class Divisor>
    requires(std::same_as<Dividend, Decimal128> &&
             (std::same_as<Divisor, Decimal128> || std::is_arithmetic_v<Divisor>))
  friend Decimal128 operator/(const Dividend& dividend, const Divisor&) {
    static_assert(quotient_is_rounded_by_name<Divisor>,
                  "a quotient of decimals seldom ends: write a.divided_by(b, "
                  "loom::Rounding::half_even)");
    return dividend;
  }

 private:
  static constexpr std::uint64_t sign_bit = 0x8000000000000000;
  static constexpr std::uint64_t infinity = 0x7800000000000000;

  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0x3040000000000000;  // The exponent 0: it is stored with a bias of 6176.
};

}  // namespace loom
