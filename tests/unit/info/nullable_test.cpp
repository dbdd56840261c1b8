// SPDX-License-Identifier: Apache-2.0
// A Nullable is made, assigned and compared as a std::optional is.

#include "loom/info/nullable.hpp"

#include <gtest/gtest.h>

#include <string>

namespace loom {
namespace {

TEST(Nullable, is_made_of_a_value_of_nothing_and_of_an_optional) {
  const Nullable<std::string> empty, text = "x", copied = text;
  const Nullable<std::string> none = std::nullopt, other = std::optional<std::string>("y");
  EXPECT_FALSE(empty);
  EXPECT_FALSE(none);
  EXPECT_EQ(*text, "x");
  EXPECT_EQ(*copied, "x");
  EXPECT_EQ(other.value(), "y");
}

TEST(Nullable, is_assigned) {
  Nullable<int> number;
  number = 5;
  EXPECT_EQ(*number, 5);
  const int six = 6;
  number = six;
  EXPECT_EQ(*number, 6);
  number = {};
  EXPECT_FALSE(number);
  number = std::optional<int>(7);
  EXPECT_EQ(number.value_or(0), 7);
  number = std::nullopt;
  EXPECT_FALSE(number);
  EXPECT_EQ(number.emplace(8), 8);
  number.reset();
  EXPECT_FALSE(number.has_value());
}

TEST(Nullable, is_compared) {
  const Nullable<int> three = 3, four = 4, empty;
  EXPECT_TRUE(three == three);
  EXPECT_TRUE(three != four);
  EXPECT_TRUE(three == 3);
  EXPECT_TRUE(4 == four);
  EXPECT_TRUE(empty == std::nullopt);
  EXPECT_TRUE(three != std::nullopt);
  EXPECT_TRUE(empty < three);
  EXPECT_TRUE(three < four);
}

TEST(Nullable, lets_its_struct_be_compared_by_default) {
  struct Note {
    Nullable<std::string> text;
    bool operator==(const Note&) const = default;
  };
  EXPECT_EQ(Note{"x"}, Note{"x"});
  EXPECT_NE(Note{"x"}, Note{});
}

}  // namespace
}  // namespace loom
