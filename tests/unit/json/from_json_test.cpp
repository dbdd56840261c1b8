// SPDX-License-Identifier: Apache-2.0
// What JSON is taken, and what is said of the rest: every problem, by its path.

#include "loom/json/from_json.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "loom/json/to_json.hpp"
#include "support/json_problems.hpp"
#include "support/rich.hpp"

namespace loom::test {
namespace {

using Lines = std::vector<std::string>;

struct Item {
  Checked<std::string, min_length<1>> sku;
  Checked<int, ge<1>, le<1000>> quantity = 1;
};

struct Basket : reflect::ModelBase {
  Id<Basket> id;
  std::vector<Item> items;
  std::map<std::string, double> rates;
  std::optional<Item> gift;
  Nullable<int> rank;
  IntCounter visits;
  TimeInserted created_at;

  static constexpr auto defaults = loom::defaults(fld<&Basket::visits>);

  void validate(Problems& problems) const {
    if (items.size() > 3) problems.add(fld<&Basket::items>, "must be three at most");
  }
};

struct Renamed {
  int amount = 0;
  Mood mood = Mood::calm;

  static constexpr auto names =
      loom::names(loom::name(fld<&Renamed::amount>, "sum").also_reads("total"));
  static constexpr auto defaults = loom::defaults(fld<&Renamed::mood>);
};

struct Node {
  int value = 0;
  std::vector<Node> children;
};

struct Celsius {
  double degrees = 0;
};

TEST(FromJson, takes_the_members_of_a_model_in_any_order) {
  const auto basket = from_json<Basket>(
      R"( {"rates": {"EUR": 1.5}, "items": [{"quantity": 3, "sku": "A1"}, {"sku": "B"}]} )");
  ASSERT_EQ(basket.items.size(), 2u);
  EXPECT_EQ(basket.items[0].quantity, 3);
  EXPECT_EQ(basket.items[1].quantity, 1);
  EXPECT_EQ(basket.rates.at("EUR"), 1.5);
  EXPECT_FALSE(basket.id.is_set());
}

TEST(FromJson, says_every_problem_by_its_path_at_once) {
  EXPECT_EQ(
      problems_in<Basket>(R"({"items": [{"sku": "A", "quantity": 5000}, {"sku": ""}, 7,
              {"sku": "B", "quantity": "3"}], "rates": {"EUR": "1"}, "gift": {}, "is_admin": true,
              "created_at": "2026-11-22T10:00:00Z", "id": null})"),
      (Lines{"items[2] type: expected an object, found a number <7>",
             "items[3].quantity type: expected a whole number of 32 bits, found a string <3>",
             "rates.EUR type: expected a number, found a string <1>",
             "gift.sku missing: is missing",
             "is_admin unknown: is no member that is known here <true>",
             "created_at managed: is set by the program and not by who sends the text: leave it "
             "out <2026-11-22T10:00:00Z>",
             "id managed: is set by the program and not by who sends the text: leave it out <null>",
             "items[0].quantity le: must be at most 1000 <5000>",
             "items[1].sku min_length: must have a length of at least 1"}));
}

TEST(FromJson, takes_managed_members_of_a_trusted_text) {
  const auto basket = from_json<Basket>(
      R"({"id": "507f1f77bcf86cd799439011", "created_at": "2026-11-22T10:00:00Z"})", trusted);
  EXPECT_EQ(basket.id.str(), "507f1f77bcf86cd799439011");
  EXPECT_EQ(basket.created_at.time(), parse_time("2026-11-22T10:00:00Z"));
  EXPECT_FALSE(from_json<Basket>("{}", trusted).id.is_set());
}

TEST(FromJson, steps_over_unknown_members_where_it_is_told_to) {
  const std::string text = R"({"items": [{"sku": "A", "colour": {"r": [1, {}]}}], "x": null})";
  EXPECT_EQ(from_json<Basket>(text, Unknown::ignore).items.size(), 1u);
  EXPECT_EQ(problems_in<Basket>(text),
            (Lines{R"(items[0].colour unknown: is no member that is known here <{"r": [1, {}]}>)",
                   "x unknown: is no member that is known here <null>"}));
  EXPECT_EQ(problems_in<Basket>(R"({"x": 1, "x": 2})", Unknown::ignore),
            (Lines{"x duplicate: is given twice <2>"}));
  EXPECT_EQ(
      problems_in<Basket>(R"({"x": tru})", Unknown::ignore),
      (Lines{
          " json: the text cannot be read as JSON at line 1, column 7: here should be a value"}));
}

TEST(FromJson, asks_validate_where_all_members_fit) {
  EXPECT_EQ(
      problems_in<Basket>(R"({"items": [{"sku": "A"},{"sku": "A"},{"sku": "A"},{"sku": "A"}]})"),
      (Lines{"items validate: must be three at most"}));
}

TEST(FromJson, reads_renamed_members_by_their_stored_names_and_by_older_ones) {
  EXPECT_EQ(from_json<Renamed>(R"({"sum": 3})").amount, 3);
  EXPECT_EQ(from_json<Renamed>(R"({"total": 3})").amount, 3);
  EXPECT_EQ(
      problems_in<Renamed>(R"({"amount": 3})"),
      (Lines{"amount unknown: is no member that is known here <3>", "sum missing: is missing"}));
  EXPECT_EQ(problems_in<Renamed>(R"({"sum": 3, "total": 4})"),
            (Lines{"total duplicate: is given twice <4>"}));
}

TEST(FromJson, takes_null_where_a_value_may_be_empty_only) {
  const auto basket = from_json<Basket>(R"({"gift": null, "rank": null})");
  EXPECT_FALSE(basket.gift);
  EXPECT_FALSE(basket.rank);
  EXPECT_EQ(problems_in<Basket>(R"({"items": null})"),
            (Lines{"items type: expected an array, found null <null>"}));
}

TEST(FromJson, takes_numbers_as_they_are_and_as_nothing_else) {
  EXPECT_EQ(from_json<std::int64_t>("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(from_json<std::uint32_t>("4294967295"), 4294967295u);
  EXPECT_EQ(from_json<double>("0.1"), 0.1);
  EXPECT_EQ(from_json<double>("12"), 12.0);
  EXPECT_EQ(from_json<float>("0.1"), 0.1F);
  EXPECT_EQ(from_json<double>("1e-400"), 0.0);
  EXPECT_EQ(from_json<double>("0." + std::string(400, '0') + "1"), 0.0);
  EXPECT_EQ(from_json<float>("1e-60"), 0.0F);
  EXPECT_EQ(problems_in<double>("1" + std::string(800, '0') + "e-300").size(), 1u);
  for (const char* text :
       {"1.0", "1e2", "2147483648", "-2147483649", "\"1\"", "true", "null", "[1]"})
    EXPECT_EQ(problems_in<int>(text).size(), 1u) << text;
  for (const char* text : {"-1", "4294967296"})
    EXPECT_EQ(problems_in<std::uint32_t>(text).size(), 1u) << text;
  for (const char* text : {"1e400", "-1e999", "9007199254740993", "\"NaN\""})
    EXPECT_EQ(problems_in<double>(text).size(), 1u) << text;
  for (const char* text : {"1e39", "16777217"})
    EXPECT_EQ(problems_in<float>(text).size(), 1u) << text;
  for (const char* text : {"0", "1", "\"true\""})
    EXPECT_EQ(problems_in<bool>(text).size(), 1u) << text;
}

TEST(FromJson, takes_texts_of_times_ids_decimals_and_bytes) {
  EXPECT_EQ(from_json<Time>(R"("2026-11-23T10:00:00+01:00")"), parse_time("2026-11-23T09:00:00Z"));
  EXPECT_EQ(from_json<Decimal128>(R"("19.90")").str(), "19.90");
  EXPECT_EQ(from_json<Bytes>(R"("AAE=")").data, (std::vector{std::byte{0}, std::byte{1}}));
  EXPECT_EQ(from_json<Bytes>(R"({"$binary": {"base64": "AQ==", "subType": "05"}})").subtype, 5);
  EXPECT_EQ(from_json<std::chrono::seconds>("2000"), std::chrono::seconds(2));
  EXPECT_EQ(from_json<Mood>(R"("wild")"), Mood::wild);
  EXPECT_EQ(problems_in<Time>(R"("2026-11-22T10:00:00")").size(), 1u);
  EXPECT_EQ(problems_in<Time>("1700000000").size(), 1u);
  for (const char* text : {"19.90", "\"NaN\"", "\"Infinity\"", "\"1.2.3\""})
    EXPECT_EQ(problems_in<Decimal128>(text).size(), 1u) << text;
  for (const char* text :
       {R"("AAE")", R"("AAF=")", R"("AA E")", R"("====")", R"({"$oid": "x"})", "{}"})
    EXPECT_EQ(problems_in<Bytes>(text).size(), 1u) << text;
  EXPECT_EQ(problems_in<std::chrono::seconds>("1500").size(), 1u);
  EXPECT_EQ(problems_in<Mood>(R"("sad")"),
            (Lines{" type: expected an enumerator of Mood, found a string that names none <sad>"}));
  EXPECT_EQ(problems_in<std::chrono::year_month_day>(R"("2026-02-30")").size(), 1u);
  EXPECT_EQ(problems_in<ObjectId>(R"("507f1f77bcf86cd79943901")").size(), 1u);
  EXPECT_EQ(problems_in<Uuid>(R"("507f1f77")").size(), 1u);
}

TEST(FromJson, tells_variants_apart_by_their_kind_wherever_it_stands) {
  using Shape = std::variant<Ring, Chain>;
  EXPECT_EQ(std::get<Ring>(from_json<Shape>(R"({"type": "ring", "turns": 2})")).turns, 2);
  EXPECT_EQ(std::get<Ring>(from_json<Shape>(R"({"turns": 3, "type": "ring"})")).turns, 3);
  EXPECT_EQ(problems_in<Shape>(R"({"turns": 3})"),
            (Lines{"type missing: is missing: one of ring, chain"}));
  EXPECT_EQ(problems_in<Shape>(R"({"type": "square"})"),
            (Lines{"type kind: must be one of ring, chain <square>"}));
  EXPECT_EQ(problems_in<Shape>(R"({"type": 3})").size(), 1u);
  EXPECT_EQ(problems_in<Shape>(R"({"type": "ring", "turns": 9, "links": [], "type": "chain"})"),
            (Lines{"links unknown: is no member that is known here <[]>",
                   "type duplicate: is given twice <chain>", "turns le: must be at most 3 <9>"}));
}

TEST(FromJson, reads_structs_that_hold_themselves) {
  const auto node =
      from_json<Node>(R"({"value": 1, "children": [{"value": 2, "children": []}, {"value": 3}]})");
  EXPECT_EQ(node.children[1].value, 3);
  EXPECT_EQ(problems_in<Node>(R"({"value": 1, "children": [{"value": 2, "children": [{}]}]})"),
            (Lines{"children[0].children[0].value missing: is missing"}));
}

TEST(FromJson, refuses_keys_that_no_document_has) {
  using Map = std::map<std::string, int>;
  EXPECT_EQ(from_json<Map>(R"({"a": 1, "b c": 2})").size(), 2u);
  for (const char* text : {R"({"a.b": 1})", R"({"$a": 1})", R"({"": 1})", R"({"a\u0000": 1})"})
    EXPECT_EQ(problems_in<Map>(text).size(), 1u) << text;
  EXPECT_EQ(problems_in<Map>(R"({"a": 1, "a": 2})"),
            (Lines{"a duplicate: expected a key once, found the same key again"}));
}

TEST(FromJson, takes_any_object_as_a_document) {
  EXPECT_EQ(
      from_json<Document>(R"({"a": [1, {"b": "c"}], "at": {"$date": "2026-11-22T10:00:00Z"}})"),
      Document::from_json(R"({"a": [1, {"b": "c"}], "at": {"$date": "2026-11-22T10:00:00Z"}})"));
  EXPECT_EQ(problems_in<Document>("[]").size(), 1u);
  EXPECT_EQ(problems_in<Document>(R"({"a": {"b": 1, "b": 2}})"),
            (Lines{" duplicate: the text cannot be read as JSON at line 1, column 16: a key that "
                   "is given twice"}));
  EXPECT_EQ(problems_in<Document>(R"({"a": {"$oid": 3}})").size(), 1u);
}

TEST(FromJson, says_where_a_text_stops_to_be_json) {
  const auto place_in = [](const std::string& text) {
    const auto problems = raw_problems_in<Node>(text);
    return problems.size() == 1 && problems[0].rule == "json"
               ? std::pair(problems[0].line, problems[0].column)
               : std::pair<std::size_t, std::size_t>();
  };
  using At = std::pair<std::size_t, std::size_t>;
  EXPECT_EQ(place_in(""), At(1, 1));
  EXPECT_EQ(place_in("{\n  \"value\": 1"), At(2, 13));
  EXPECT_EQ(place_in("{\n  \"value\" 1}"), At(2, 11));
  EXPECT_EQ(place_in("{\"value\": 1,}"), At(1, 13));
  EXPECT_EQ(place_in("{\"value\": 01}"), At(1, 11));
  EXPECT_EQ(place_in("{\"value\": NaN}"), At(1, 11));
  EXPECT_EQ(place_in("{\"ü\": \"\\ud800\"}"), At(1, 7));
  EXPECT_EQ(place_in("{\"\\udc00\": 1}"), At(1, 2));
  EXPECT_EQ(place_in("{\"a\": \"\\x\"}"), At(1, 7));
  EXPECT_EQ(place_in("{\"a\": \"\xff\"}"), At(1, 8));
  EXPECT_EQ(place_in("{\"a\": \"\t\"}"), At(1, 8));
  EXPECT_EQ(place_in("{\"a\": \"b"), At(1, 7));
  EXPECT_EQ(place_in("{} {}"), At(1, 4));
  EXPECT_EQ(place_in("{}]"), At(1, 3));
  EXPECT_EQ(place_in("{}], [{}"), At(1, 3));
}

TEST(FromJson, takes_a_hundred_levels_and_no_more) {
  const auto nested = [](int levels) {
    std::string text;
    for (int i = 0; i < levels / 2; ++i) text += R"({"value":1,"children":[)";
    for (int i = 0; i < levels / 2; ++i) text += "]}";
    return text;
  };
  EXPECT_TRUE(problems_in<Node>(nested(100)).empty());
  for (const int levels : {102, 10000}) {
    const auto problems = raw_problems_in<Node>(nested(levels));
    ASSERT_EQ(problems.size(), 1u);
    EXPECT_EQ(problems[0].rule, "depth");
    EXPECT_EQ(problems[0].line, 1u);
    EXPECT_EQ(problems[0].column, 50 * nested(2).size() - 2 * 50 + 1);
  }
  EXPECT_EQ(raw_problems_in<Node>(std::string(10000, '['))[0].rule, "depth");
  EXPECT_EQ(raw_problems_in<Document>(R"({"a":)" + std::string(10000, '['))[0].rule, "depth");
}

TEST(FromJson, refuses_a_text_that_is_too_long_before_it_reads_it) {
  const std::string text(json::longest_text + 1, ' ');
  EXPECT_EQ(raw_problems_in<Node>(text)[0].rule, "size");
}

TEST(FromJson, tells_a_thousand_problems_and_that_there_are_more) {
  std::string text = "[0";
  for (int i = 0; i < 5000; ++i) text += ",\"x\"";
  const auto problems = raw_problems_in<std::vector<int>>(text + "]");
  ASSERT_EQ(problems.size(), 1001u);
  EXPECT_EQ(problems.back().rule, "problems");
}

TEST(FromJson, cuts_the_value_of_a_problem) {
  const auto problems = raw_problems_in<int>("\"" + std::string(1000, 'x') + "\"");
  EXPECT_EQ(problems[0].value, std::string(64, 'x') + "…");
}

TEST(FromJson, reads_a_stream_to_its_end) {
  std::istringstream in(R"({"value": 7})");
  EXPECT_EQ(from_json<Node>(in).value, 7);
}

TEST(PatchFromJson, changes_only_the_members_that_are_present) {
  Place place{.city = "Paris", .zip = "75001", .visits = IntCounter::starting_at(3), .stock = {}};
  place.stock["a"] = Article{"A", 1, {}};
  patch_from_json(place, R"({"town": "Lyon"})");
  EXPECT_EQ(place.city, "Lyon");
  EXPECT_EQ(place.zip, "75001");
  patch_from_json(place, R"({"zip": null, "stock": {"b": {"sku": "B"}}})");
  EXPECT_FALSE(place.zip);
  EXPECT_EQ(place.stock.size(), 1u);
  EXPECT_EQ(place.stock.count("b"), 1u);
  EXPECT_EQ(place.visits.value(), 3);
}

struct Person : reflect::ModelBase {
  Id<Person> id;
  Checked<int, ge<0>> age;
  Article inner;
  std::optional<Article> other;
  IntCounter visits;
  TimeUpdated updated;

  void validate(Problems& problems) const {
    if (inner.quantity > 10) problems.add(fld<&Person::inner>, "holds too many");
  }
};

TEST(PatchFromJson, changes_a_struct_within_and_replaces_what_an_optional_holds) {
  Person person{.age = 3, .inner = {"A", 2, "note"}, .other = Article{"B", 3, "note"}};
  patch_from_json(person, R"({"inner": {"quantity": 5}, "other": {"sku": "C"}})");
  EXPECT_EQ(to_json(person.inner), R"({"sku":"A","quantity":5,"note":"note"})");
  EXPECT_EQ(to_json(person.other), R"({"sku":"C","quantity":1})");
}

TEST(PatchFromJson, leaves_the_object_as_it_was_where_anything_is_wrong) {
  Person person{.age = 3, .inner = {"A", 2, "note"}};
  const auto before = to_json(person);
  const auto refused = [&](const std::string& text) {
    Lines lines;
    try {
      patch_from_json(person, text);
    } catch (const ValidationError& error) {
      lines = lines_of(error.problems());
    }
    EXPECT_EQ(to_json(person), before);
    return lines;
  };
  EXPECT_EQ(refused(R"({"inner": {"sku": "B"}, "age": -1})"),
            (Lines{"age ge: must be at least 0 <-1>"}));
  EXPECT_EQ(refused(R"({"inner": {"quantity": 11}})"), (Lines{"inner validate: holds too many"}));
  EXPECT_EQ(refused(R"({"visits": 3})"),
            (Lines{"visits counter: is counted by differences, and not set: leave it out <3>"}));
  EXPECT_EQ(refused(R"({"id": "507f1f77bcf86cd799439011", "updated": null})").size(), 2u);
  EXPECT_EQ(refused(R"({"age": 4)").size(), 1u);
}

}  // namespace
}  // namespace loom::test

template <>
struct loom::codec<loom::test::Celsius> {
  static double to_bson(const loom::test::Celsius& t) { return t.degrees; }
  static loom::test::Celsius from_bson(double degrees) {
    if (degrees < -273.15) throw loom::ValidationError("", "celsius", "is too cold");
    return {degrees};
  }
};

namespace loom::test {
TEST(FromJson, asks_the_codec_of_a_type_of_the_users) {
  EXPECT_EQ(from_json<Celsius>("21.5").degrees, 21.5);
  EXPECT_EQ(problems_in<std::vector<Celsius>>("[0, -300]"),
            (Lines{"[1] type: expected a number, found a value that its loom::codec refuses"}));
}
}  // namespace loom::test
