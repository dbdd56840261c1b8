// SPDX-License-Identifier: Apache-2.0
// JSON that may hold secrets.

#include "google_secret_manager/json.hpp"

#include <gtest/gtest.h>

namespace loom::google {
namespace {

TEST(GoogleJson, finds_members_in_any_order_and_again) {
  const Json json(R"({"b": {"y": "two", "x": "one"}, "a": "\u00fc\n\"\/"})");
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(json.text({"b", "x"}), "one");
    EXPECT_EQ(json.text({"b", "y"}), "two");
    EXPECT_EQ(json.secret({"a"})->reveal(), "ü\n\"/");
    EXPECT_TRUE(json.has({"b"}));
    EXPECT_FALSE(json.has({"c"}));
  }
}

TEST(GoogleJson, reads_whole_numbers_in_both_forms) {
  const Json json(R"({"a": 5, "b": "5", "c": "5x", "d": 5.5, "e": "", "f": "99999999999999999999",
                      "g": 9223372036854775807, "h": true, "i": 1e30})");
  EXPECT_EQ(json.number({"a"}), 5);
  EXPECT_EQ(json.number({"b"}), 5);
  EXPECT_EQ(json.number({"g"}), INT64_MAX);
  for (const char* name : {"c", "d", "e", "f", "h", "i", "none"})
    EXPECT_EQ(json.number({name}), std::nullopt) << name;
}

TEST(GoogleJson, has_nothing_where_it_is_none) {
  for (const char* text : {"", "{", "}", "[]", "null", "5", "\"text\"", "{\"a\"",
                           "{\"a\":", "{\"a\":\"x", "<html>", "{\"a\":5}", "[{\"a\":\"x\"}]",
                           "{\"b\":{\"a\":\"x\"}}", "{\"a\":\"\xFF\"}", "\xEF\xBB\xBF"}) {
    const Json json(text);
    EXPECT_EQ(json.text({"a"}), std::nullopt) << text;
    EXPECT_FALSE(json.secret({"a"})) << text;
    EXPECT_EQ(json.text({"a", "b"}), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace loom::google
