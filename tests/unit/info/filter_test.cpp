// SPDX-License-Identifier: Apache-2.0
// Filters are combined while the program runs.

#include "loom/info/filter.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <vector>

#include "loom/info/field.hpp"
#include "support/json.hpp"

namespace loom {
namespace {

struct Order {
  int a = 0;
  int b = 0;
  int c = 0;
};
struct Customer {
  int a = 0;
};

std::string json_of(const Filter<Order>& filter) { return filter.document().to_relaxed_json(); }

const Filter<Order> a = fld<&Order::a> == 1, b = fld<&Order::b> == 2, c = fld<&Order::c> == 3;
const std::string json_a = R"({ "a" : { "$eq" : 1 } })", json_b = R"({ "b" : { "$eq" : 2 } })",
                  json_c = R"({ "c" : { "$eq" : 3 } })";

TEST(Filter, of_many_terms_is_one_combination_that_is_sound) {
  Filter<Order> many = a, twice;
  for (int i = 0; i < 120; ++i) many = many && a;
  twice = many && many;
  for (const auto* filter : {&many, &twice}) {
    const auto bytes = filter->document().bytes();
    EXPECT_EQ(Document::from_bytes(bytes), filter->document());
    EXPECT_EQ(test::number_at(bytes, "$and.120.a.$eq"), 1);
  }
  EXPECT_EQ(test::number_at(twice.document().bytes(), "$and.241.a.$eq"), 1);
}

TEST(Filter, of_raw_words_is_joined_only_where_it_is_a_combination) {
  for (const char* json : {R"({"$and": [1]})", R"({"$and": [], "x": 1})", R"({"$and": 3})",
                           R"({"$and": {"0": {}}})", R"({"$an": []})"}) {
    const auto raw = unsafely::raw_filter<Order>(json);
    const auto both = raw && a;
    EXPECT_EQ(Document::from_bytes(both.document().bytes()), both.document()) << json;
    EXPECT_EQ(test::number_at(both.document().bytes(), "$and.1.a.$eq"), 1) << json;
  }
}

TEST(Filter, both_of_two_are_an_and) {
  EXPECT_EQ(json_of(a && b), R"({ "$and" : [ )" + json_a + ", " + json_b + " ] }");
}

TEST(Filter, one_of_two_is_an_or) {
  EXPECT_EQ(json_of(a || b), R"({ "$or" : [ )" + json_a + ", " + json_b + " ] }");
}

TEST(Filter, the_opposite_is_a_nor_that_matches_what_is_missing) {
  EXPECT_EQ(json_of(!a), R"({ "$nor" : [ )" + json_a + " ] }");
  EXPECT_EQ(json_of(!!a), R"({ "$nor" : [ { "$nor" : [ )" + json_a + " ] } ] }");
}

TEST(Filter, a_chain_of_one_operator_is_flat) {
  const std::string all = json_a + ", " + json_b + ", " + json_c;
  EXPECT_EQ(json_of(a && b && c), R"({ "$and" : [ )" + all + " ] }");
  EXPECT_EQ(json_of(a && (b && c)), R"({ "$and" : [ )" + all + " ] }");
  EXPECT_EQ(json_of(a || (b || c)), R"({ "$or" : [ )" + all + " ] }");
}

TEST(Filter, different_operators_keep_their_brackets) {
  EXPECT_EQ(json_of(a && (b || c)), R"({ "$and" : [ )" + json_a + R"(, { "$or" : [ )" + json_b +
                                        ", " + json_c + " ] } ] }");
  EXPECT_EQ(json_of(!(a && b)),
            R"({ "$nor" : [ { "$and" : [ )" + json_a + ", " + json_b + " ] } ] }");
}

TEST(Filter, two_conditions_on_one_field_both_hold) {
  EXPECT_EQ(json_of(fld<&Order::a> > 1 && fld<&Order::a> < 5),
            R"({ "$and" : [ { "a" : { "$gt" : 1 } }, { "a" : { "$lt" : 5 } } ] })");
}

TEST(Filter, what_matches_all_adds_nothing_to_an_and_and_swallows_an_or) {
  EXPECT_EQ(json_of(match_all), "{ }");
  EXPECT_EQ(json_of(Filter<Order>(match_all) && a), json_a);
  EXPECT_EQ(json_of(a && Filter<Order>(match_all)), json_a);
  EXPECT_EQ(json_of(a || Filter<Order>(match_all)), "{ }");
  EXPECT_EQ(json_of(!Filter<Order>(match_all)), R"({ "$nor" : [ {  } ] })");
}

TEST(Filter, is_built_while_the_program_runs) {
  Filter<Order> wanted = match_all;
  for (int i = 1; i <= 12; ++i) wanted = wanted && fld<&Order::a> != i;
  std::string terms;
  for (int i = 1; i <= 12; ++i)
    terms += (i == 1 ? "" : ", ") + (R"({ "a" : { "$ne" : )" + std::to_string(i) + " } }");
  EXPECT_EQ(json_of(wanted), R"({ "$and" : [ )" + terms + " ] }");
}

TEST(Filter, is_kept_in_containers_and_returned) {
  std::vector<Filter<Order>> many{a, b};
  many.push_back(many[0] && many[1]);
  EXPECT_EQ(json_of(many[2]), json_of(a && b));
}

TEST(Filter, belongs_to_its_model) {
  using OfOrder = decltype(fld<&Order::a> == 1);
  using OfCustomer = decltype(fld<&Customer::a> == 1);
  static_assert(std::is_same_v<OfOrder, Filter<Order>>);
  static_assert(!std::is_convertible_v<OfCustomer, OfOrder>);
  static_assert(!std::is_constructible_v<OfOrder, OfCustomer>);
}

}  // namespace
}  // namespace loom
