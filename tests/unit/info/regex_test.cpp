// SPDX-License-Identifier: Apache-2.0
// Regular expressions are parsed when they are made, and texts become patterns of themselves.

#include "loom/info/regex.hpp"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>

#include "loom/info/error.hpp"

namespace loom::test {
namespace {

TEST(Regex, keeps_its_pattern_and_its_options) {
  EXPECT_EQ(regex("^A.*a$").pattern(), "^A.*a$");
  EXPECT_EQ(regex("a").options(), "");
  EXPECT_EQ(regex_ignoring_case("a").options(), "i");
}

TEST(Regex, that_does_not_parse_is_refused_with_the_reason) {
  try {
    (void)regex("a(b");
    FAIL() << "accepted";
  } catch (const ValidationError& error) {
    EXPECT_EQ(error.problems().at(0).rule, "regex");
    EXPECT_NE(std::string(error.what()).find("missing )"), std::string::npos) << error.what();
  }
  for (const char* broken : {"*", "[a", "a{2,1}", "\\", "(?P<n", "x{100000}", "\xff"})
    EXPECT_THROW((void)regex(broken), ValidationError) << broken;
}

TEST(Regex, has_nothing_that_takes_exponential_time) {
  EXPECT_THROW((void)regex("(a)\\1"), ValidationError);
  EXPECT_THROW((void)regex("(?=a)b"), ValidationError);
  EXPECT_THROW((void)regex("(?<!a)b"), ValidationError);
}

TEST(Regex, holds_no_nul) {
  EXPECT_THROW((void)regex(std::string_view("a\0b", 3)), ValidationError);
}

TEST(Escaped, text_matches_itself_and_nothing_else) {
  std::mt19937 random(20261122);
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (auto n = random() % 8; n > 0; --n) text += static_cast<char>(1 + random() % 127);
    const re2::RE2 pattern(core::escaped(text, "note"));
    ASSERT_TRUE(pattern.ok()) << "seed 20261122, case " << i << ": " << pattern.error();
    EXPECT_TRUE(re2::RE2::FullMatch(text, pattern)) << "seed 20261122, case " << i;
    EXPECT_FALSE(re2::RE2::FullMatch(text + "x", pattern)) << "seed 20261122, case " << i;
  }
  EXPECT_EQ(core::escaped("Zürich", "note"), "Zürich");
}

}  // namespace
}  // namespace loom::test
