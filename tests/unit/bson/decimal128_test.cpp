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

}  // namespace
}  // namespace loom
