// SPDX-License-Identifier: Apache-2.0
// Documents as values, and as extended JSON.

#include "loom/bson/document.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "loom/bson/validate.hpp"
#include "loom/info/error.hpp"
#include "support/bson_corpus.hpp"

namespace loom {
namespace {

TEST(Document, is_empty_by_default) {
  const Document document;
  EXPECT_TRUE(document.empty());
  EXPECT_EQ(document.to_json(), "{ }");
  EXPECT_EQ(document.bytes().size(), 5u);
  EXPECT_EQ(document, Document::from_json("{}"));
}

TEST(Document, stays_valid_when_it_is_moved_from) {
  auto first = Document::from_json(R"({"a": 1})");
  const auto second = std::move(first);
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(second.to_json(), R"({ "a" : { "$numberInt" : "1" } })");
}

TEST(Document, tells_the_place_of_the_first_wrong_byte) {
  const auto bytes = test::from_hex("090000000861000200");
  try {
    Document::from_bytes(bytes);
    FAIL();
  } catch (const DecodeError& error) {
    ASSERT_EQ(error.mismatches().size(), 1u);
    EXPECT_EQ(error.mismatches()[0].path, "byte 7");
    EXPECT_EQ(error.mismatches()[0].found, "a boolean that is neither 0 nor 1");
  }
}

TEST(Document, is_equal_by_bytes) {
  EXPECT_EQ(Document::from_json(R"({"a":1})"), Document::from_json(R"( { "a" : 1 } )"));
  EXPECT_NE(Document::from_json(R"({"a":1})"), Document::from_json(R"({"a":1.0})"));
  EXPECT_NE(Document::from_json(R"({"a":1,"b":2})"), Document::from_json(R"({"b":2,"a":1})"));
}

TEST(Document, writes_json_that_keeps_types_and_json_that_is_easy_to_read) {
  const auto document = Document::from_json(R"({"n": 1, "at": {"$date": "2026-11-22T10:00:00Z"}})");
  EXPECT_EQ(
      document.to_json(),
      R"({ "n" : { "$numberInt" : "1" }, "at" : { "$date" : { "$numberLong" : "1795341600000" } } })");
  EXPECT_EQ(document.to_relaxed_json(),
            R"({ "n" : 1, "at" : { "$date" : "2026-11-22T10:00:00Z" } })");
  EXPECT_EQ(Document::from_json(document.to_json()), document);
  EXPECT_EQ(Document::from_json(document.to_relaxed_json()), document);
}

TEST(Document, refuses_what_is_not_one_json_object) {
  const std::string texts[] = {
      "",
      " ",
      "1",
      "[1]",
      "null",
      "{",
      R"({"a":1)",
      R"({"a":1}})",
      R"({"a":1},)",
      R"({"a":1} {"b":2})",
      R"({"a":1,})",
      R"({a:1})",
      R"({"a":"\ud800"})",
      R"({"a\u0000b":1})",
      R"({"a":{"$oid":"12"}})",
      "{\"a\":\"\xFF\"}",
      std::string("{\"a\":1\0}", 8),
  };
  for (const auto& text : texts) EXPECT_THROW(Document::from_json(text), ValidationError) << text;
}

TEST(Document, refuses_a_zero_character_where_the_driver_would_cut) {
  for (const char* text :
       {R"({"a":{"$code":"x\u0000y"}})", R"({"a":{"$numberDouble":"42\u0000x"}})",
        R"({"a":{"$numberDecimal":"42\u0000x"}})",
        R"({"a":{"$dbPointer":{"$ref":"a\u0000b","$id":{"$oid":"56e1fc72e0c917e9c4714161"}}}})",
        R"({"a":{"$binary":{"base64":"AAAA\u0000AA","subType":"00"}}})"})
    EXPECT_THROW(Document::from_json(text), ValidationError) << text;
  const auto kept = Document::from_json(R"({"a":"x\u0000y", "b":"\\u0000"})");
  EXPECT_EQ(kept.to_json(), R"({ "a" : "x\u0000y", "b" : "\\u0000" })");
}

TEST(Document, repeats_no_value_in_an_error) {
  try {
    Document::from_json(R"({"password": hunter2})");
    FAIL();
  } catch (const ValidationError& error) {
    EXPECT_EQ(std::string(error.what()).find("hunter2"), std::string::npos);
    EXPECT_EQ(error.problems().at(0).rule, "json");
  }
}

TEST(Document, reads_texts_of_megabytes) {
  std::string json = R"({"a":[)";
  for (int i = 0; i < 100'000; ++i) json += R"({"name":"some text","n":12345},)";
  json += "1]}";
  EXPECT_GT(Document::from_json(json).bytes().size(), 3'000'000u);
}

TEST(Document, refuses_json_that_is_nested_too_deep) {
  const auto nested = [](std::size_t levels) {
    std::string json;
    for (std::size_t i = 0; i < levels; ++i) json += R"({"a":)";
    return json + "1" + std::string(levels, '}');
  };
  EXPECT_NO_THROW(Document::from_json(nested(95)));
  EXPECT_THROW(Document::from_json(nested(101)), ValidationError);
  EXPECT_THROW(Document::from_json(nested(100'000)), ValidationError);
}

}  // namespace
}  // namespace loom
