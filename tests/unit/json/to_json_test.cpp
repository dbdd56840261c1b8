// SPDX-License-Identifier: Apache-2.0
// How objects stand in JSON.

#include "loom/json/to_json.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "loom/json/frame_json.hpp"
#include "support/json_problems.hpp"
#include "support/rich.hpp"

namespace loom::test {
namespace {

struct Entry : reflect::ModelBase {
  Id<Entry> key;
  std::string text;
  Time at;
  std::optional<int> rank;
  TimeInserted created_at;
};

TEST(ToJson, calls_the_own_id_id_and_leaves_out_what_is_not_set) {
  Entry entry{.text = "a"};
  EXPECT_EQ(to_json(entry), R"({"text":"a","at":"1970-01-01T00:00:00Z"})");
  entry.key = Id<Entry>(ObjectId::from_string("507f1f77bcf86cd799439011"));
  ManagedTimeAccess::set(entry.created_at, parse_time("2026-11-22T10:00:00.250Z"));
  entry.rank = 3;
  EXPECT_EQ(to_json(entry),
            R"({"id":"507f1f77bcf86cd799439011","text":"a","at":"1970-01-01T00:00:00Z",)"
            R"("rank":3,"created_at":"2026-11-22T10:00:00.250Z"})");
}

TEST(ToJson, writes_each_value_in_its_form) {
  EXPECT_EQ(to_json(true), "true");
  EXPECT_EQ(to_json(std::int64_t{-9007199254740993}), "-9007199254740993");
  EXPECT_EQ(to_json(1.0), "1.0");
  EXPECT_EQ(to_json(1e300), "1e+300");
  EXPECT_EQ(to_json(0.1F), "0.1");
  EXPECT_EQ(to_json(std::string("a\"\\\n\x01ü")), R"("a\"\\\u000a\u0001ü")");
  EXPECT_EQ(to_json(Decimal128("19.90")), R"("19.90")");
  EXPECT_EQ(to_json(Mood::lost), R"("lost")");
  EXPECT_EQ(to_json(std::chrono::hours(1)), "3600000");
  EXPECT_EQ(to_json(std::chrono::year_month_day(std::chrono::year(2026) / 11 / 22)),
            R"("2026-11-22")");
  EXPECT_EQ(to_json(Nullable<int>()), "null");
  EXPECT_EQ(to_json(std::optional<int>()), "null");
  EXPECT_EQ(to_json(std::vector<Bytes>{{{std::byte{1}}, 0}, {{std::byte{1}}, 5}}),
            R"(["AQ==",{"$binary":{"base64":"AQ==","subType":"05"}}])");
  EXPECT_EQ(to_json(std::variant<Ring, Chain>(Ring{2})), R"({"type":"ring","turns":2})");
  EXPECT_EQ(to_json(Document::from_json(R"({"a": [1, {"b": "x y"}], "c": {}})")),
            R"({"a":[1,{"b":"x y"}],"c":{}})");
}

TEST(ToJson, indents_by_two_spaces_where_it_shall_be_pretty) {
  EXPECT_EQ(to_json(Article{"a", 2, {}}, Json::pretty),
            "{\n  \"sku\": \"a\",\n  \"quantity\": 2\n}");
  EXPECT_EQ(to_json(std::vector<std::vector<int>>{{1}, {}}, Json::pretty),
            "[\n  [\n    1\n  ],\n  []\n]");
}

TEST(ToJson, writes_relaxed_extended_json_for_the_tools_of_mongodb) {
  Entry entry{.key = Id<Entry>(ObjectId::from_string("507f1f77bcf86cd799439011"))};
  EXPECT_EQ(to_json(entry, Json::relaxed), R"({"id":{"$oid":"507f1f77bcf86cd799439011"},"text":"",)"
                                           R"("at":{"$date":"1970-01-01T00:00:00Z"}})");
  EXPECT_EQ(to_json(std::numeric_limits<double>::infinity(), Json::relaxed),
            R"({"$numberDouble":"Infinity"})");
}

TEST(ToJson, refuses_numbers_that_json_does_not_have) {
  const auto refused = [](const auto& value) {
    try {
      return to_json(value);
    } catch (const ValidationError& error) {
      return error.problems().front().path + " " + error.problems().front().rule;
    }
  };
  EXPECT_EQ(refused(std::vector<double>{1, std::numeric_limits<double>::quiet_NaN()}),
            "[1] finite");
  EXPECT_EQ(refused(std::map<std::string, float>{{"a", -INFINITY}}), "a finite");
  EXPECT_EQ(refused(Decimal128("NaN")), " finite");
}

struct Unset {
  Checked<std::string, min_length<1>> name;
  Checked<int, ge<1>> count;
};

TEST(ToJson, refuses_what_is_not_set) {
  try {
    to_json(Unset{});
    FAIL();
  } catch (const ValidationError& error) {
    EXPECT_EQ(
        lines_of(error.problems()),
        (std::vector<std::string>{"name unset: is not set, and must have a length of at least 1",
                                  "count unset: is not set, and must be at least 1"}));
  }
}

TEST(ToJson, is_read_by_another_library_and_by_from_json) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 500; ++round) {
    const Rich rich = RichMaker(random).make();
    for (const Json form : {Json::compact, Json::pretty}) {
      const auto text = to_json(rich, form);
      const auto other = nlohmann::json::parse(text);
      ASSERT_EQ(other["text"], rich.text);
      ASSERT_EQ(other["home"]["stock"].size(), rich.home.stock.size());
      const auto again = from_json<Rich>(text, trusted);
      ASSERT_EQ(to_json(again, form), text);
      ASSERT_EQ(from_json<Rich>(other.dump(), trusted).key, rich.key);  // sorted keys
    }
    ASSERT_TRUE(nlohmann::json::accept(to_json(rich, Json::relaxed)));
  }
}

TEST(ToJson, comes_back_as_the_same_document) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    Rich rich = RichMaker(random).make();
    bson::Writer before, after;
    bson::encode(before, rich);
    bson::encode(after, from_json<Rich>(to_json(rich), trusted));
    ASSERT_EQ(Document::from_bytes(after.bytes()), Document::from_bytes(before.bytes()))
        << to_json(rich);
  }
}

TEST(ToJson, writes_a_frame_with_its_zone) {
  const auto day = DailyFrame::of("2026-11-22", zone("Europe/Paris"));
  const std::string text = R"({"name":"2026-11-22","zone":"Europe/Paris"})";
  EXPECT_EQ(to_json(day), text);
  EXPECT_EQ(from_json<DailyFrame>(text), day);
  const auto path_of = [](const std::string& given) {
    return raw_problems_in<DailyFrame>(given).at(0).path;
  };
  EXPECT_EQ(path_of(R"({"name":"2026-11-31","zone":"Europe/Paris"})"), "name");
  EXPECT_EQ(path_of(R"({"name":"2026-11-22","zone":"Europe/Pari"})"), "zone");
  EXPECT_EQ(path_of(R"({"name":"2026-11-22"})"), "zone");
  EXPECT_EQ(path_of(R"({"name":"2011-12-30","zone":"Pacific/Apia"})"), "name");
}

}  // namespace
}  // namespace loom::test
