// SPDX-License-Identifier: Apache-2.0
// What each operator of a field asks the server, on every kind of field.

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "loom/info/field_filters.hpp"
#include "support/order.hpp"
#include "support/query_json.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;
const Time march = parse_time("2026-03-01T00:00:00Z");
const auto key = ObjectId::from_string("0123456789abcdef01234567");

TEST(FilterOperators, equality_puts_the_value_under_an_operator) {
  EXPECT_EQ(json(fld<&Order::gift> == true), R"({"gift":{"$eq":true}})");
  EXPECT_EQ(json(fld<&Order::pieces> == 3), R"({"pieces":{"$eq":3}})");
  EXPECT_EQ(json(fld<&Order::grams> == 3), R"({"grams":{"$eq":{"$numberLong":"3"}}})");
  EXPECT_EQ(json(fld<&Order::colour> == 3u), R"({"colour":{"$eq":{"$numberLong":"3"}}})");
  EXPECT_EQ(json(fld<&Order::rating> == 0.5f), R"({"rating":{"$eq":0.5}})");
  EXPECT_EQ(json(fld<&Order::total> == 3), R"({"total":{"$eq":3.0}})");
  EXPECT_EQ(json(fld<&Order::price> == Decimal128("1.50")),
            R"({"price":{"$eq":{"$numberDecimal":"1.50"}}})");
  EXPECT_EQ(json(fld<&Order::price> == 2), R"({"price":{"$eq":{"$numberDecimal":"2"}}})");
  EXPECT_EQ(json(fld<&Order::note> == "x"), R"({"note":{"$eq":"x"}})");
  EXPECT_EQ(json(fld<&Order::coupon> == std::string_view("x")), R"({"coupon":{"$eq":"x"}})");
  EXPECT_EQ(json(fld<&Order::remark> == std::string("x")), R"({"remark":{"$eq":"x"}})");
  EXPECT_EQ(json(fld<&Order::state> == State::paid), R"({"state":{"$eq":"paid"}})");
}

TEST(FilterOperators, equality_of_what_is_more_than_a_number_or_a_text) {
  EXPECT_EQ(json(fld<&Order::placed_at> == march),
            R"({"placedAt":{"$eq":{"$date":{"$numberLong":"1772323200000"}}}})");
  EXPECT_EQ(json(fld<&Order::packing> == 2s), R"({"packing":{"$eq":{"$numberLong":"2000"}}})");
  EXPECT_EQ(json(fld<&Order::due> == std::chrono::year(2026) / 3 / 1),
            R"({"due":{"$eq":"2026-03-01"}})");
  EXPECT_EQ(json(fld<&Order::trace> == key),
            R"({"trace":{"$eq":{"$oid":"0123456789abcdef01234567"}}})");
  EXPECT_EQ(json(fld<&Order::id> == key), R"({"_id":{"$eq":{"$oid":"0123456789abcdef01234567"}}})");
  EXPECT_EQ(json(fld<&Order::id> == Ref<Order>(key)), json(fld<&Order::id> == key));
  EXPECT_EQ(json(fld<&Order::customer> == Id<Customer>(key)),
            R"({"customer":{"$eq":{"$oid":"0123456789abcdef01234567"}}})");
  EXPECT_EQ(json(fld<&Order::agent> == Ref<Customer>(key)),
            R"({"agent":{"$eq":{"$oid":"0123456789abcdef01234567"}}})");
  EXPECT_EQ(json(fld<&Order::prints> == 3), R"({"prints":{"$eq":{"$numberLong":"3"}}})");
  EXPECT_EQ(json(fld<&Order::tags> == std::vector<std::string>{"a"}), R"({"tags":{"$eq":["a"]}})");
  EXPECT_EQ(json(fld<&Order::address> == Address{"Paris", {}}),
            R"({"address":{"$eq":{"city":"Paris"}}})");
  EXPECT_EQ(json(fld<&Order::extra> == Document::from_json(R"({"$ne": null})")),
            R"({"extra":{"$eq":{"$ne":null}}})");
}

TEST(FilterOperators, in_a_frame_is_from_its_floor_to_before_its_ceiling) {
  const auto day = DailyFrame::of("2026-03-08", zone("America/New_York"));
  EXPECT_EQ(json(fld<&Order::placed_at>.in(day)),
            R"({"placedAt":{"$gte":{"$date":{"$numberLong":"1772946000000"}},)"
            R"("$lt":{"$date":{"$numberLong":"1773028800000"}}}})");
  EXPECT_EQ(json(fld<&Order::placed_at>.in(day)),
            json(fld<&Order::placed_at>.between(day.floor(), day.ceiling())));
}

TEST(FilterOperators, a_value_is_normalised_as_its_field_is) {
  EXPECT_EQ(json(fld<&Order::email> == "Ada@Example.ORG"),
            R"({"email":{"$eq":"ada@example.org"}})");
  EXPECT_EQ(json(fld<&Order::email>.starts_with("ADA")), R"({"email":{"$regex":"^ada"}})");
}

TEST(FilterOperators, a_text_that_looks_like_an_operator_is_a_text) {
  EXPECT_EQ(json(fld<&Order::note> == R"({"$ne": null})"), R"({"note":{"$eq":"{\"$ne\": null}"}})");
}

TEST(FilterOperators, compare) {
  EXPECT_EQ(json(fld<&Order::pieces> != 3), R"({"pieces":{"$ne":3}})");
  EXPECT_EQ(json(fld<&Order::pieces> < 3), R"({"pieces":{"$lt":3}})");
  EXPECT_EQ(json(fld<&Order::pieces> <= 3), R"({"pieces":{"$lte":3}})");
  EXPECT_EQ(json(fld<&Order::pieces> > 3), R"({"pieces":{"$gt":3}})");
  EXPECT_EQ(json(fld<&Order::pieces> >= 3), R"({"pieces":{"$gte":3}})");
  EXPECT_EQ(json(fld<&Order::total> > std::numeric_limits<double>::quiet_NaN()),
            R"({"total":{"$gt":{"$numberDouble":"NaN"}}})");
  EXPECT_EQ(json(fld<&Order::paid_at> < march),
            R"({"paid_at":{"$lt":{"$date":{"$numberLong":"1772323200000"}}}})");
  EXPECT_EQ(json(fld<&Order::created_at> < march),
            R"({"created_at":{"$lt":{"$date":{"$numberLong":"1772323200000"}}}})");
  EXPECT_EQ(json(fld<&Order::due> < std::chrono::year(2026) / 3 / 1),
            R"({"due":{"$lt":"2026-03-01"}})");
  EXPECT_EQ(json(fld<&Order::price> >= Decimal128("0.10")),
            R"({"price":{"$gte":{"$numberDecimal":"0.10"}}})");
}

TEST(FilterOperators, a_path_leads_into_structs_that_may_be_missing) {
  EXPECT_EQ(json(fld<&Order::address, &Address::city> == "Paris"),
            R"({"address.city":{"$eq":"Paris"}})");
  EXPECT_EQ(json(fld<&Order::billing, &Address::zip> != "75001"),
            R"({"billing.zip":{"$ne":"75001"}})");
}

TEST(FilterOperators, between_is_half_open) {
  EXPECT_EQ(json(fld<&Order::pieces>.between(1, 5)), R"({"pieces":{"$gte":1,"$lt":5}})");
  EXPECT_EQ(json(fld<&Order::packing>.between(1s, 1min)),
            R"({"packing":{"$gte":{"$numberLong":"1000"},"$lt":{"$numberLong":"60000"}}})");
}

TEST(FilterOperators, in_takes_a_list_or_a_container) {
  EXPECT_EQ(json(fld<&Order::state>.in({State::draft, State::paid})),
            R"({"state":{"$in":["draft","paid"]}})");
  EXPECT_EQ(json(fld<&Order::note>.in({"a", "b"})), R"({"note":{"$in":["a","b"]}})");
  EXPECT_EQ(json(fld<&Order::pieces>.in(std::vector{1, 2})), R"({"pieces":{"$in":[1,2]}})");
  EXPECT_EQ(json(fld<&Order::coupon>.in(std::set<std::string>{"a"})),
            R"({"coupon":{"$in":["a"]}})");
  EXPECT_EQ(json(fld<&Order::pieces>.in(std::vector<int>{})), R"({"pieces":{"$in":[]}})");
  EXPECT_EQ(json(fld<&Order::pieces>.not_in({1, 2})), R"({"pieces":{"$nin":[1,2]}})");
}

TEST(FilterOperators, none_of_nothing_is_the_empty_filter) {
  EXPECT_EQ(json(fld<&Order::pieces>.not_in(std::vector<int>{})), "{}");
}

TEST(FilterOperators, presence_has_four_words) {
  EXPECT_EQ(json(fld<&Order::coupon>.exists()), R"({"coupon":{"$exists":true}})");
  EXPECT_EQ(json(fld<&Order::coupon>.missing()), R"({"coupon":{"$exists":false}})");
  EXPECT_EQ(json(fld<&Order::remark>.is_null()), R"({"remark":{"$type":"null"}})");
  EXPECT_EQ(json(fld<&Order::remark>.absent()), R"({"remark":{"$eq":null}})");
}

TEST(FilterOperators, starts_with_takes_its_text_as_it_is) {
  EXPECT_EQ(json(fld<&Order::note>.starts_with("Ada")), R"({"note":{"$regex":"^Ada"}})");
  EXPECT_EQ(json(fld<&Order::note>.starts_with(".*")), R"({"note":{"$regex":"^\\.\\*"}})");
  EXPECT_EQ(json(fld<&Order::coupon>.starts_with("")), R"({"coupon":{"$regex":"^"}})");
  EXPECT_THROW(fld<&Order::note>.starts_with(std::string_view("a\0b", 3)), ValidationError);
  EXPECT_THROW(fld<&Order::note>.starts_with("\xff"), ValidationError);
}

TEST(FilterOperators, matches_a_regular_expression) {
  EXPECT_EQ(json(fld<&Order::note>.matches(regex("^A.*a$"))), R"({"note":{"$regex":"^A.*a$"}})");
  EXPECT_EQ(json(fld<&Order::email>.matches(regex_ignoring_case("ada"))),
            R"({"email":{"$regex":"ada","$options":"i"}})");
}

TEST(FilterOperators, vectors_are_asked_for_elements) {
  EXPECT_EQ(json(fld<&Order::tags>.contains("vip")), R"({"tags":{"$elemMatch":{"$eq":"vip"}}})");
  EXPECT_EQ(json(fld<&Order::place>.contains(1)), R"({"place":{"$elemMatch":{"$eq":1.0}}})");
  EXPECT_EQ(json(fld<&Order::items>.contains(Item{"A1", 2, 0.5})),
            R"({"items":{"$elemMatch":{"$eq":{"sku":"A1","quantity":2,"unit_price":0.5}}}})");
  EXPECT_EQ(json(fld<&Order::tags>.contains_all({"a", "b"})),
            R"({"tags":{"$all":[{"$elemMatch":{"$eq":"a"}},{"$elemMatch":{"$eq":"b"}}]}})");
  EXPECT_EQ(json(fld<&Order::tags>.contains_all(std::vector<std::string>{})), "{}");
  EXPECT_EQ(json(fld<&Order::scores>.size_is(2)), R"({"scores":{"$size":{"$numberLong":"2"}}})");
}

TEST(FilterOperators, any_asks_one_element_for_all) {
  EXPECT_EQ(json(fld<&Order::items>.any(fld<&Item::sku> == "A1" && fld<&Item::quantity> > 3)),
            R"({"items":{"$elemMatch":{"$and":[{"sku":{"$eq":"A1"}},{"quantity":{"$gt":3}}]}}})");
}

TEST(FilterOperators, a_value_that_cannot_be_stored_is_refused_by_its_path) {
  try {
    (void)(fld<&Order::billing, &Address::city> == "\xff");
    FAIL() << "accepted";
  } catch (const ValidationError& error) {
    EXPECT_EQ(error.problems().at(0).path, "billing.city");
  }
  EXPECT_THROW((void)(fld<&Order::customer> == Ref<Customer>()), ValidationError);
}

// The rules, as the compiler's sentences use them.
using Total = Field<&Order::total>;
static_assert(comparable_with<Total, double, int> && value_keeps_its_number<Total, double, int>);
static_assert(!value_keeps_its_number<Total, double, std::int64_t>);
static_assert(!comparable_with<Total, double, bool> && !comparable_with<Total, double, char>);
static_assert(!comparable_with<Total, double, const char*>);
static_assert(!comparable_with<Field<&Order::gift>, bool, int>);
static_assert(!comparable_with<Field<&Order::state>, State, int>);
static_assert(!comparable_with<Field<&Order::note>, std::string, std::nullptr_t>);
static_assert(!comparable_with<Field<&Order::placed_at>, Time, std::int64_t>);
static_assert(!comparable_with<Field<&Order::customer>, Ref<Customer>, Id<Order>>);
static_assert(!value_keeps_its_number<Field<&Order::pieces>, int, double>);
static_assert(!value_is_no_nullopt<Total, std::nullopt_t>);
static_assert(!value_is_no_optional<Total, std::optional<double>>);
static_assert(!value_is_no_optional<Total, Nullable<double>>);
static_assert(!has_an_order<Field<&Order::state>, State>);
static_assert(is_text<Field<&Order::email>, StrLower> && !is_text<Total, double>);
static_assert(is_a_vector<Field<&Order::place>, std::array<double, 2>> &&
              !is_a_vector<Total, double>);
static_assert(filter_is_of_the_elements<Field<&Order::items>, Item, Item>);
static_assert(!filter_is_of_the_elements<Field<&Order::items>, Item, Order>);

}  // namespace
}  // namespace loom::test
