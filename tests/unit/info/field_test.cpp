// SPDX-License-Identifier: Apache-2.0
// fld: paths, and the filters of its comparisons, one line for each kind of value.

#include "loom/info/field.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "loom/info/error.hpp"

namespace loom {
namespace {

using namespace std::chrono_literals;

enum class State { draft, paid };
struct Address {
  std::string city;
  std::optional<std::string> zip;
  static constexpr auto names = loom::names(loom::name(fld<&Address::city>, "town"));
};
struct Country;
struct Order {
  Id<Order> id;
  bool active = false;
  std::int32_t age = 0;
  std::int64_t big = 0;
  std::uint32_t positive = 0;
  double total = 0;
  float tenth = 0;
  std::string name;
  StrLower email;
  Time at;
  std::chrono::milliseconds pause{0};
  std::chrono::year_month_day day{};
  State state = State::draft;
  Uuid uuid;
  Decimal128 price;
  Bytes data;
  std::optional<int> maybe;
  Nullable<std::string> note;
  std::vector<std::string> tags;
  std::vector<State> states;
  std::map<std::string, int> counts;
  Address home;
  std::optional<Address> work;
  Document extra;
  IntCounter visits;
  TimeInserted created_at;
  Ref<Order> parent;
  Ref<Country, std::string> country;
  static constexpr auto names = loom::names(loom::name(fld<&Order::created_at>, "createdAt"));
};
struct Country {
  Id<Country, std::string> code;
};
struct Numbered {
  Id<Numbered, int> id;
};

template <class Model>
std::string to_json(const Filter<Model>& filter) {
  return filter.document().to_json();
}

const auto key = Id<Order>::from_string("0123456789abcdef01234567");

TEST(Field, its_path_is_made_of_stored_names) {
  EXPECT_EQ(fld<&Order::age>.path(), "age");
  EXPECT_EQ(fld<&Order::id>.path(), "_id");
  EXPECT_EQ(fld<&Order::created_at>.path(), "createdAt");
  EXPECT_EQ((fld<&Order::home, &Address::city>.path()), "home.town");
  EXPECT_EQ((fld<&Order::work, &Address::zip>.path()), "work.zip");
}

TEST(Field, is_a_value_without_size_that_knows_its_model_and_type) {
  using F = std::remove_const_t<decltype(fld<&Order::work, &Address::city>)>;
  static_assert(std::is_empty_v<F>);
  static_assert(std::is_same_v<F::Model, Order>);
  static_assert(std::is_same_v<F::Value, std::string>);
}

TEST(Field, every_comparison_has_its_operator) {
  EXPECT_EQ(to_json(fld<&Order::age> == 3), R"({ "age" : { "$eq" : { "$numberInt" : "3" } } })");
  EXPECT_EQ(to_json(fld<&Order::age> != 3), R"({ "age" : { "$ne" : { "$numberInt" : "3" } } })");
  EXPECT_EQ(to_json(fld<&Order::age> < 3), R"({ "age" : { "$lt" : { "$numberInt" : "3" } } })");
  EXPECT_EQ(to_json(fld<&Order::age> <= 3), R"({ "age" : { "$lte" : { "$numberInt" : "3" } } })");
  EXPECT_EQ(to_json(fld<&Order::age> > 3), R"({ "age" : { "$gt" : { "$numberInt" : "3" } } })");
  EXPECT_EQ(to_json(fld<&Order::age> >= 3), R"({ "age" : { "$gte" : { "$numberInt" : "3" } } })");
}

TEST(Field, a_nested_one_is_compared_by_its_path) {
  EXPECT_EQ(to_json(fld<&Order::home, &Address::city> == "Paris"),
            R"({ "home.town" : { "$eq" : "Paris" } })");
  EXPECT_EQ(to_json(fld<&Order::work, &Address::zip> == "75007"),
            R"({ "work.zip" : { "$eq" : "75007" } })");
}

TEST(Field, a_number_is_sent_as_the_fields_own_type) {
  EXPECT_EQ(to_json(fld<&Order::big> == 3), R"({ "big" : { "$eq" : { "$numberLong" : "3" } } })");
  EXPECT_EQ(to_json(fld<&Order::positive> == 3U),
            R"({ "positive" : { "$eq" : { "$numberLong" : "3" } } })");
  EXPECT_EQ(to_json(fld<&Order::total> > 100),
            R"({ "total" : { "$gt" : { "$numberDouble" : "100.0" } } })");
  EXPECT_EQ(to_json(fld<&Order::tenth> > 0.5F),
            R"({ "tenth" : { "$gt" : { "$numberDouble" : "0.5" } } })");
  EXPECT_EQ(to_json(fld<&Order::visits> > 5),
            R"({ "visits" : { "$gt" : { "$numberLong" : "5" } } })");
  EXPECT_EQ(to_json(fld<&Order::big> == IntCounter::starting_at(5)),
            R"({ "big" : { "$eq" : { "$numberLong" : "5" } } })");
  EXPECT_EQ(to_json(fld<&Order::price> == 5),
            R"({ "price" : { "$eq" : { "$numberDecimal" : "5" } } })");
  EXPECT_EQ(to_json(fld<&Order::price> < Decimal128("0.10")),
            R"({ "price" : { "$lt" : { "$numberDecimal" : "0.10" } } })");
  EXPECT_EQ(to_json(fld<&Order::maybe> == 3),
            R"({ "maybe" : { "$eq" : { "$numberInt" : "3" } } })");
}

TEST(Field, text_of_every_kind_is_a_string) {
  const std::string name = "Ada";
  EXPECT_EQ(to_json(fld<&Order::name> == name), R"({ "name" : { "$eq" : "Ada" } })");
  EXPECT_EQ(to_json(fld<&Order::name> == "Ada"), R"({ "name" : { "$eq" : "Ada" } })");
  EXPECT_EQ(to_json(fld<&Order::name> == std::string_view("Ada")),
            R"({ "name" : { "$eq" : "Ada" } })");
  EXPECT_EQ(to_json(fld<&Order::name> == StrUpper("Ada")), R"({ "name" : { "$eq" : "ADA" } })");
  EXPECT_EQ(to_json(fld<&Order::note> == "x"), R"({ "note" : { "$eq" : "x" } })");
}

TEST(Field, no_text_becomes_an_operator) {
  EXPECT_EQ(to_json(fld<&Order::name> == R"({"$gt": ""})"),
            R"({ "name" : { "$eq" : "{\"$gt\": \"\"}" } })");
  EXPECT_EQ(to_json(fld<&Order::extra> == Document::from_json(R"({"$gt": ""})")),
            R"({ "extra" : { "$eq" : { "$gt" : "" } } })");
}

TEST(Field, a_string_of_one_case_is_compared_in_it) {
  EXPECT_EQ(to_json(fld<&Order::email> == "Ada@Example.ORG"),
            R"({ "email" : { "$eq" : "ada@example.org" } })");
}

TEST(Field, other_values_are_sent_as_they_are_stored) {
  EXPECT_EQ(to_json(fld<&Order::active> == true), R"({ "active" : { "$eq" : true } })");
  EXPECT_EQ(to_json(fld<&Order::state> == State::paid), R"({ "state" : { "$eq" : "paid" } })");
  EXPECT_EQ(to_json(fld<&Order::at> >= Time::from_millis(5)),
            R"({ "at" : { "$gte" : { "$date" : { "$numberLong" : "5" } } } })");
  EXPECT_EQ(to_json(fld<&Order::at> == std::chrono::sys_days(parse_date("1970-01-02"))),
            R"({ "at" : { "$eq" : { "$date" : { "$numberLong" : "86400000" } } } })");
  EXPECT_EQ(to_json(fld<&Order::created_at> < Time::from_millis(5)),
            R"({ "createdAt" : { "$lt" : { "$date" : { "$numberLong" : "5" } } } })");
  EXPECT_EQ(to_json(fld<&Order::at> > TimeInserted()),
            R"({ "at" : { "$gt" : { "$date" : { "$numberLong" : "0" } } } })");
  EXPECT_EQ(to_json(fld<&Order::pause> > 2s),
            R"({ "pause" : { "$gt" : { "$numberLong" : "2000" } } })");
  EXPECT_EQ(to_json(fld<&Order::day> == parse_date("2026-11-22")),
            R"({ "day" : { "$eq" : "2026-11-22" } })");
  EXPECT_EQ(
      to_json(fld<&Order::uuid> == Uuid()),
      R"({ "uuid" : { "$eq" : { "$binary" : { "base64" : "AAAAAAAAAAAAAAAAAAAAAA==", "subType" : "04" } } } })");
  EXPECT_EQ(to_json(fld<&Order::data> == Bytes{}),
            R"({ "data" : { "$eq" : { "$binary" : { "base64" : "", "subType" : "00" } } } })");
  EXPECT_EQ(to_json(fld<&Order::home> == Address{"Paris", {}}),
            R"({ "home" : { "$eq" : { "town" : "Paris" } } })");
  EXPECT_EQ(to_json(fld<&Order::tags> == std::vector<std::string>{"a", "b"}),
            R"({ "tags" : { "$eq" : [ "a", "b" ] } })");
}

TEST(Field, an_id_is_compared_with_an_id_a_reference_or_a_bare_key) {
  const std::string wanted = R"({ "_id" : { "$eq" : { "$oid" : "0123456789abcdef01234567" } } })";
  EXPECT_EQ(to_json(fld<&Order::id> == key), wanted);
  EXPECT_EQ(to_json(fld<&Order::id> == Ref<Order>(key)), wanted);
  EXPECT_EQ(to_json(fld<&Order::id> == key.key()), wanted);
  EXPECT_EQ(to_json(fld<&Order::parent> == key),
            R"({ "parent" : { "$eq" : { "$oid" : "0123456789abcdef01234567" } } })");
  EXPECT_EQ(to_json(fld<&Country::code> == "fr"), R"({ "_id" : { "$eq" : "fr" } })");
  EXPECT_EQ(to_json(fld<&Numbered::id> == 5), R"({ "_id" : { "$eq" : { "$numberInt" : "5" } } })");
}

TEST(Field, several_values_are_sent_in_a_list) {
  EXPECT_EQ(to_json(fld<&Order::state>.in({State::draft, State::paid})),
            R"({ "state" : { "$in" : [ "draft", "paid" ] } })");
  EXPECT_EQ(to_json(fld<&Order::name>.in({"a", "b"})), R"({ "name" : { "$in" : [ "a", "b" ] } })");
  EXPECT_EQ(to_json(fld<&Order::total>.in(std::vector<int>{1})),
            R"({ "total" : { "$in" : [ { "$numberDouble" : "1.0" } ] } })");
  EXPECT_EQ(to_json(fld<&Order::email>.in(std::set<std::string>{"A", "B"})),
            R"({ "email" : { "$in" : [ "a", "b" ] } })");
  const std::vector<Id<Order>> ids{key};
  EXPECT_EQ(to_json(fld<&Order::id>.in(std::span(ids))),
            R"({ "_id" : { "$in" : [ { "$oid" : "0123456789abcdef01234567" } ] } })");
  EXPECT_EQ(to_json(fld<&Order::age>.in(std::vector<int>{})), R"({ "age" : { "$in" : [  ] } })");
}

/// The path and the rule of what a filter was refused for.
template <class Make>
std::string refusal(Make make) {
  try {
    make();
  } catch (const ValidationError& error) {
    return error.problems().at(0).path + " (" + error.problems().at(0).rule + ")";
  }
  return "it is made";
}

TEST(Field, a_value_that_cannot_be_stored_is_no_value_to_compare_with) {
  EXPECT_EQ(refusal([] { (void)(fld<&Order::name> == "caf\xE9"); }), "name (utf8)");
  EXPECT_EQ(refusal([] { (void)(fld<&Order::home, &Address::city> > "\xFF"); }),
            "home.town (utf8)");
  EXPECT_EQ(refusal([] { (void)fld<&Order::name>.in({"ok", "\xFF"}); }), "name (utf8)");
  EXPECT_EQ(refusal([] { (void)(fld<&Order::email> == "\xFF"); }), " (utf8)");
  EXPECT_EQ(refusal([] { (void)(fld<&Order::state> == static_cast<State>(9)); }), "state (enum)");
  EXPECT_EQ(refusal([] { (void)(fld<&Order::day> == std::chrono::year_month_day()); }),
            "day (date)");
}

TEST(Field, an_id_that_is_not_set_means_no_document) {
  EXPECT_EQ(refusal([] { (void)(fld<&Order::id> == Id<Order>()); }), "_id (id)");
  EXPECT_EQ(refusal([] { (void)(fld<&Order::id> == Ref<Order>()); }), "_id (ref)");
  EXPECT_EQ(refusal([] { (void)(fld<&Order::parent> == Id<Order>()); }), "parent (ref)");
  EXPECT_EQ(refusal([] { (void)(fld<&Numbered::id> == Id<Numbered, int>()); }), "_id (id)");
}

// The rules, as a compile-fail test sees them by their sentence.
template <class T, class V>
constexpr bool comparable = comparable_with<void, T, V> && value_keeps_its_number<void, T, V>;

static_assert(comparable<int, int> && comparable<int, short> && comparable<int, unsigned char>);
static_assert(!comparable<int, long> && !comparable<int, double> && !comparable<int, unsigned>);
static_assert(!comparable<int, bool> && !comparable<int, char> && !comparable<int, std::string>);
static_assert(comparable<std::int64_t, unsigned> && !comparable<std::int64_t, std::uint64_t>);
static_assert(comparable<double, int> && comparable<double, float>);
static_assert(!comparable<double, long> && !comparable<float, double> && !comparable<float, int>);
static_assert(comparable<std::uint32_t, unsigned> && !comparable<std::uint32_t, int>);
static_assert(comparable<bool, bool> && !comparable<bool, int> && !comparable<bool, const char*>);
static_assert(comparable<std::string, char[4]> && comparable<std::string, StrLower>);
static_assert(!comparable<std::string, int> && !comparable<std::string, char>);
static_assert(!comparable<std::string, std::nullptr_t>);
static_assert(comparable<State, State> && !comparable<State, int>);
static_assert(!comparable<State, std::string>);
static_assert(comparable<Time, TimeUpdated> && comparable<TimeUpdated, Time>);
static_assert(!comparable<Time, std::int64_t> && !comparable<Time, std::string>);
static_assert(comparable<std::chrono::milliseconds, std::chrono::hours>);
static_assert(!comparable<std::chrono::hours, std::chrono::milliseconds>);
static_assert(!comparable<std::chrono::hours, int>);
static_assert(comparable<Decimal128, std::uint64_t> && !comparable<Decimal128, double>);
static_assert(!comparable<Decimal128, bool> && !comparable<Decimal128, char>);
static_assert(comparable<Id<Order>, ObjectId> && comparable<Id<Order>, Ref<Order>>);
static_assert(!comparable<Id<Order>, Id<Country, std::string>> && !comparable<Id<Order>, Uuid>);
static_assert(!comparable<Id<Order>, Ref<Country>> && !comparable<Id<Order>, std::string>);
static_assert(comparable<Ref<Order>, Id<Order>> && !comparable<Ref<Order>, Ref<Country>>);
static_assert(comparable<Id<Numbered, int>, int> && !comparable<Id<Numbered, int>, long>);
static_assert(!comparable<std::vector<std::string>, std::string>);
static_assert(comparable<std::optional<int>, int> && comparable<Nullable<double>, int>);
static_assert(!comparable<Address, std::string> && !comparable<std::string, Field<&Order::name>>);
static_assert(!value_is_no_optional<void, std::optional<int>>);
static_assert(!value_is_no_optional<void, Nullable<int>>);
static_assert(!value_is_no_nullopt<void, std::nullopt_t>);
static_assert(has_an_order<void, std::string> && has_an_order<void, IntCounter>);
static_assert(!has_an_order<void, State> && !has_an_order<void, std::optional<State>>);
static_assert(!has_an_order<void, std::vector<State>>);

}  // namespace
}  // namespace loom
