// SPDX-License-Identifier: Apache-2.0
// is_utf8 against the definition: all code points, and all sequences of up to three bytes.

#include "loom/bson/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace loom::bson {
namespace {

/// The definition of UTF-8, read from the table of RFC 3629, section 3.
std::string encoded(std::uint32_t c) {
  const auto tail = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | c >> 6), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | c >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | c >> 18), tail(12), tail(6), tail(0)};
}

TEST(Utf8, accepts_every_code_point_and_none_of_its_parts) {
  for (std::uint32_t c = 0; c <= 0x10FFFF; ++c) {
    const std::string text = encoded(c);
    const bool is_surrogate = c >= 0xD800 && c <= 0xDFFF;
    ASSERT_EQ(is_utf8(text), !is_surrogate) << c;
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
      ASSERT_FALSE(is_utf8(text.substr(0, cut))) << c;
      ASSERT_FALSE(is_utf8(text.substr(cut))) << c;
    }
  }
}

// All valid texts are accepted by the test above; as many as there are means no others.
TEST(Utf8, accepts_nothing_else_of_up_to_three_bytes) {
  constexpr std::size_t ones = 0x80;
  constexpr std::size_t twos = 0x800 - 0x80;
  constexpr std::size_t threes = 0x10000 - 0x800 - 0x800;
  std::size_t of_two = 0;
  std::size_t of_three = 0;
  std::string text(3, '\0');
  for (int a = 0; a < 256; ++a)
    for (int b = 0; b < 256; ++b) {
      text[0] = static_cast<char>(a);
      text[1] = static_cast<char>(b);
      of_two += is_utf8({text.data(), 2});
      for (int c = 0; c < 256; ++c) {
        text[2] = static_cast<char>(c);
        of_three += is_utf8(text);
      }
    }
  EXPECT_EQ(of_two, ones * ones + twos);
  EXPECT_EQ(of_three, ones * ones * ones + 2 * ones * twos + threes);
}

TEST(Utf8, refuses_four_bytes_that_are_overlong_or_beyond_the_last_code_point) {
  std::size_t accepted = 0;
  std::string text = "\xF0\x80\x80\x80";
  for (int a = 0xF0; a < 0x100; ++a)
    for (int b = 0; b < 256; ++b) {
      text[0] = static_cast<char>(a);
      text[1] = static_cast<char>(b);
      accepted += is_utf8(text);
    }
  EXPECT_EQ(accepted, (0x10FFFFu >> 12) - (0xFFFFu >> 12));
}

TEST(Utf8, sees_a_wrong_byte_at_every_place_of_every_length) {
  for (std::size_t size = 1; size < 70; ++size)
    for (std::size_t at = 0; at < size; ++at) {
      std::string text(size, 'a');
      ASSERT_TRUE(is_utf8(text));
      text[at] = '\xFF';
      ASSERT_FALSE(is_utf8(text)) << at << " of " << size;
      if (at == 0) continue;
      text.replace(at - 1, 2, "é");
      ASSERT_TRUE(is_utf8(text)) << at << " of " << size;
    }
}

TEST(Utf8, takes_the_empty_text_and_zeros) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8({}));
  EXPECT_TRUE(is_utf8(std::string(20, '\0')));
}

}  // namespace
}  // namespace loom::bson
