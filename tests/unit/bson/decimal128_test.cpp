// SPDX-License-Identifier: Apache-2.0
// Decimal numbers: exact texts, integers, equality as numbers.

#include "loom/bson/decimal128.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>

#include "loom/info/error.hpp"

namespace loom {
namespace {

template <class T>
concept MakesDecimal = requires(T value) { Decimal128(value); };
static_assert(!MakesDecimal<bool>);
static_assert(!std::is_convertible_v<std::string_view, Decimal128>);
static_assert(!decimal_from_double_is_refused<double> && !decimal_from_double_is_refused<float>);
static_assert(decimal_from_double_is_refused<int>);
static_assert(Decimal128(7).low() == 7);
static_assert(!quotient_is_rounded_by_name<Decimal128>);

Decimal128 operator""_d(const char* text, std::size_t size) {
  return Decimal128(std::string_view(text, size));
}

TEST(Decimal128, keeps_its_text) {
  for (const char* text : {"0", "-0", "19.99", "1.00", "-1.5", "1E+3", "1E-6176", "Infinity",
                           "-Infinity", "NaN", "9.999999999999999999999999999999999E+6144"})
    EXPECT_EQ(Decimal128(text).str(), text);
  EXPECT_EQ(Decimal128("inf").str(), "Infinity");
  EXPECT_EQ(Decimal128{}.str(), "0");
}

TEST(Decimal128, never_rounds) {
  for (const std::string text :
       {"", " 1", "1 ", "19,99", "1e", "0x10", "1.2.3", "one", "1E+6145", "1E-6177",
        "10000000000000000000000000000000001", "1e99999999999999999999", "1e-99999999999999999999",
        "1E+0000000000000000000000099999"})
    EXPECT_THROW(Decimal128{text}, ValidationError) << text;
  EXPECT_THROW(Decimal128(std::string_view("1\0002", 3)), ValidationError);
  EXPECT_EQ(Decimal128("1E+00000000000000000000000005"), Decimal128("1E+5"));
}

TEST(Decimal128, reads_no_further_than_its_text) {
  const std::string_view longer = "19.99";
  EXPECT_EQ(Decimal128(longer.substr(0, 2)).str(), "19");
  EXPECT_EQ(Decimal128(std::string_view("1E+12").substr(0, 4)).str(), "1E+1");
}

TEST(Decimal128, is_made_from_integers_exactly) {
  EXPECT_EQ(Decimal128(42).str(), "42");
  EXPECT_EQ(Decimal128(-42).str(), "-42");
  EXPECT_EQ(Decimal128(std::numeric_limits<std::int64_t>::min()).str(), "-9223372036854775808");
  EXPECT_EQ(Decimal128(std::numeric_limits<std::int64_t>::max()).str(), "9223372036854775807");
  EXPECT_EQ(Decimal128(std::numeric_limits<std::uint64_t>::max()).str(), "18446744073709551615");
  EXPECT_EQ(Decimal128(0).str(), "0");
}

TEST(Decimal128, is_equal_as_a_number) {
  EXPECT_EQ(Decimal128("1.0"), Decimal128("1.00"));
  EXPECT_EQ(Decimal128("1E+3"), 1000);
  EXPECT_EQ(Decimal128("0"), Decimal128("-0.000"));
  EXPECT_EQ(Decimal128("0E+6111"), Decimal128("0E-6176"));
  EXPECT_NE(Decimal128("1"), Decimal128("-1"));
  EXPECT_NE(Decimal128("1.1"), Decimal128("1.10000000000000000000000000000001"));
  EXPECT_NE(Decimal128("1E+6111"), Decimal128("1E+6110"));
  EXPECT_EQ(Decimal128("NaN"), Decimal128("NaN"));
  EXPECT_EQ(Decimal128("Infinity"), Decimal128("Infinity"));
  EXPECT_NE(Decimal128("Infinity"), Decimal128("-Infinity"));
  EXPECT_NE(Decimal128("Infinity"), Decimal128("NaN"));
  EXPECT_NE(Decimal128("Infinity"), Decimal128("9E+6144"));
}

TEST(Decimal128, takes_a_coefficient_beyond_34_digits_for_zero_as_the_server_does) {
  EXPECT_EQ(Decimal128::from_bits(0, 0x6C10000000000000), 0);
  EXPECT_EQ(Decimal128::from_bits(~std::uint64_t{0}, 0x3041FFFFFFFFFFFF), 0);
}

TEST(Decimal128, is_equal_to_itself_with_more_zeros) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 20'000; ++round) {
    const auto number = static_cast<std::int64_t>(random()) / 1000;
    const int exponent = static_cast<int>(random() % 8000) - 4000;
    const auto zeros = random() % 15;
    const std::string plain = std::to_string(number);
    const Decimal128 a(plain + "E" + std::to_string(exponent));
    const Decimal128 b(plain + std::string(zeros, '0') + "E" +
                       std::to_string(exponent - static_cast<int>(zeros)));
    const Decimal128 c(std::to_string(number + 1) + "E" + std::to_string(exponent));
    ASSERT_EQ(a, b) << a.str() << " " << b.str();
    ASSERT_NE(a, c) << a.str() << " " << c.str();
    const Decimal128 again(a.str());
    ASSERT_TRUE(again.low() == a.low() && again.high() == a.high()) << a.str();
  }
}

TEST(Decimal128, is_added_and_multiplied_exactly) {
  EXPECT_EQ(("19.90"_d * 3).str(), "59.70");
  EXPECT_EQ((1 + "0.10"_d).str(), "1.10");
  EXPECT_EQ(("0.1"_d + "0.2"_d).str(), "0.3");
  EXPECT_EQ(("5"_d - "7.25"_d).str(), "-2.25");
  EXPECT_EQ((-"1.50"_d).str(), "-1.50");
  EXPECT_EQ(("10.05"_d % "0.10"_d).str(), "0.05");
  EXPECT_EQ(("-7"_d % "3"_d).str(), "-1");
  Decimal128 sum;
  for (int i = 0; i < 1000; ++i) sum += "0.1"_d;
  sum -= 1;
  sum *= 2;
  EXPECT_EQ(sum.str(), "198.0");
  EXPECT_EQ(("9999999999999999999999999999999999"_d + "0.0"_d).str(),
            "9999999999999999999999999999999999");
}

TEST(Decimal128, is_never_rounded_without_a_word) {
  EXPECT_THROW("1E+40"_d + 1, ValidationError);
  EXPECT_THROW("9999999999999999999999999999999999"_d + "0.1"_d, ValidationError);
  EXPECT_THROW("1.000000000000000001"_d * "1.00000000000000001"_d, ValidationError);
  EXPECT_THROW("9E+6144"_d * 10, ValidationError);
  EXPECT_THROW("1E-6176"_d * "0.1"_d, ValidationError);
  EXPECT_THROW("Infinity"_d - "Infinity"_d, ValidationError);
  EXPECT_THROW("1"_d % "0"_d, ValidationError);
  EXPECT_TRUE(("NaN"_d + 1).is_nan());
}

TEST(Decimal128, is_divided_and_rounded_by_a_word) {
  EXPECT_EQ("1"_d.divided_by(3, Rounding::half_even).str(), "0.3333333333333333333333333333333333");
  EXPECT_EQ("2"_d.divided_by(3, Rounding::toward_zero).str(),
            "0.6666666666666666666666666666666666");
  EXPECT_EQ("19.90"_d.divided_by(2, Rounding::half_even).str(), "9.95");
  EXPECT_THROW("1"_d.divided_by(0, Rounding::half_even), ValidationError);
  EXPECT_EQ(("1.000000000000000001"_d.times("1.00000000000000001"_d, Rounding::ceiling)).str(),
            "1.000000000000000011000000000000001");
  struct Case {
    const char* text;
    Rounding rounding;
    const char* rounded;
  };
  for (const auto& [text, rounding, rounded] : {
           Case{"2.5", Rounding::half_even, "2"},
           {"3.5", Rounding::half_even, "4"},
           {"2.5", Rounding::half_away, "3"},
           {"-2.5", Rounding::half_away, "-3"},
           {"2.9", Rounding::toward_zero, "2"},
           {"-2.9", Rounding::toward_zero, "-2"},
           {"-2.1", Rounding::floor, "-3"},
           {"2.1", Rounding::ceiling, "3"},
           {"2.50001", Rounding::half_even, "3"},
           {"-0.4", Rounding::half_even, "-0"},
       })
    EXPECT_EQ(Decimal128(text).rounded(0, rounding).str(), rounded) << text;
  EXPECT_EQ("2.5"_d.rounded(2, Rounding::half_even).str(), "2.50");
  EXPECT_EQ("1250"_d.rounded(-2, Rounding::half_even).str(), "1.2E+3");
  EXPECT_THROW("1"_d.rounded(34, Rounding::half_even), ValidationError);
  EXPECT_THROW("1"_d.rounded(7000, Rounding::half_even), ValidationError);
}

TEST(Decimal128, is_ordered_as_a_number) {
  EXPECT_TRUE("1.0"_d < "1.01"_d && "-2"_d < "1E-6176"_d && "9E+6144"_d < "Infinity"_d);
  EXPECT_TRUE("2"_d >= 2 && "-Infinity"_d < "-9E+6144"_d && 3 > "2.99"_d);
  EXPECT_FALSE("NaN"_d < 1 || "NaN"_d > 1);
  EXPECT_TRUE(("NaN"_d <=> "NaN"_d) == 0 && "1.0"_d <= "1.00"_d);
}

TEST(Decimal128, calculates_as_whole_numbers_do) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const auto digits = [&] {
    return static_cast<std::int64_t>(random() % 2'000'000'001) - 1'000'000'000;
  };
  for (int round = 0; round < 20'000; ++round) {
    const std::int64_t a = digits(), b = digits();
    const int places = static_cast<int>(random() % 40) - 20;
    const auto scaled = [&](std::int64_t n, int by) {
      return Decimal128(std::to_string(n) + "E" + std::to_string(by));
    };
    const Decimal128 x = scaled(a, places), y = scaled(b, places);
    ASSERT_EQ(x + y, scaled(a + b, places));
    ASSERT_EQ(x - y, scaled(a - b, places));
    ASSERT_EQ(x * y, scaled(a * b, 2 * places));
    ASSERT_EQ(x <=> y, a <=> b);
    if (b != 0) {
      ASSERT_EQ(x % y, scaled(a % b, places));
      const auto whole = x.divided_by(y, Rounding::half_even).rounded(0, Rounding::toward_zero);
      ASSERT_EQ(whole, a / b) << a << " / " << b;
    }
  }
}

}  // namespace
}  // namespace loom
