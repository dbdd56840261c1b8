// SPDX-License-Identifier: Apache-2.0
// The texts of errors that name many places at once.

#include "loom/info/error.hpp"

#include <gtest/gtest.h>

namespace loom {
namespace {

using namespace std::string_literals;

TEST(ValidationErrorText, of_one_problem_is_its_path_and_message) {
  const ValidationError error("age", "ge", "must be at least 0");
  EXPECT_EQ(error.what(), "age: must be at least 0"s);
  EXPECT_EQ(error.problems().at(0).rule, "ge");
}

TEST(ValidationErrorText, of_a_problem_without_a_place_is_its_message) {
  EXPECT_EQ(ValidationError("", "json", "this is no JSON").what(), "this is no JSON"s);
}

TEST(ValidationErrorText, of_many_problems_lists_them_all) {
  const ValidationError error(
      {{"a", "ge", "must be at least 0"}, {"b[1].c", "utf8", "is no UTF-8"}});
  EXPECT_EQ(error.what(), "2 problems: a: must be at least 0; b[1].c: is no UTF-8"s);
}

TEST(DecodeErrorText, of_one_mismatch_says_what_was_expected_and_found) {
  EXPECT_EQ(DecodeError("Customer", {{"age", "int", "string"}}).what(),
            "a stored document does not fit Customer: age: expected int, found string"s);
}

TEST(DecodeErrorText, of_many_mismatches_counts_and_lists_them) {
  EXPECT_EQ(
      DecodeError("Customer", {{"age", "int", "string"}, {"tags[0]", "string", "null"}}).what(),
      "a stored document does not fit Customer in 2 places: age: expected int, found string; "
      "tags[0]: expected string, found null"s);
}

TEST(DecodeErrorText, of_a_missing_member_says_what_to_do) {
  EXPECT_EQ(
      DecodeError("Customer", {{"age", "int", "nothing", "missing"}}).what(),
      "a stored document does not fit Customer: age: expected int, found nothing; give the missing "
      "member a default, make it optional, or name it in `defaults`"s);
  EXPECT_NE(std::string(DecodeError("C", {{"a", "int", "nothing", "missing"},
                                          {"b", "int", "nothing", "missing"}})
                            .what())
                .find("make them optional"),
            std::string::npos);
}

}  // namespace
}  // namespace loom
