// SPDX-License-Identifier: Apache-2.0
// The stages that typed pipelines send.

#include "loom/info/aggregation.hpp"

#include <gtest/gtest.h>

#include "support/order.hpp"
#include "support/query_json.hpp"

namespace loom::test {
namespace {

using Lines = std::vector<std::string>;

struct StateTotal {
  State state = State::draft;
  double revenue = 0;
  std::int64_t orders = 0;
};
struct CouponTotal {
  std::optional<std::string> coupon;
  std::int64_t orders = 0;
};
struct SkuTotal {
  std::string sku;
  std::int64_t pieces = 0;
};
struct TagTotal {
  std::string tag;
  std::int64_t orders = 0;
};
struct Line {
  double total = 0;
  double with_tax = 0;
  std::string kind;
};
struct Day {
  Time at;
  double so_far = 0;
  double week = 0;
};
struct Sum {
  double total = 0;
};

const auto by_state = Order::filter(fld<&Order::total> > 0.5)
                          .group<StateTotal>(fld<& StateTotal::state> = fld<&Order::state>,
                                             fld<& StateTotal::revenue> = sum(fld<&Order::total>),
                                             fld<& StateTotal::orders> = count());

TEST(Aggregation, groups_by_the_plain_sides_and_computes_the_others) {
  EXPECT_EQ(
      stages(by_state),
      (Lines{
          R"({"$match":{"total":{"$gt":0.5}}})",
          R"({"$group":{"_id":{"state":"$state"},"revenue":{"$sum":"$total"},"orders":{"$sum":1}}})",
          R"({"$project":{"_id":0,"state":"$_id.state","revenue":1,"orders":1}})"}));
}

TEST(Aggregation, groups_a_null_and_a_missing_key_together) {
  EXPECT_EQ(stages(Order::all().group<CouponTotal>(fld<& CouponTotal::coupon> = fld<&Order::coupon>,
                                                   fld<& CouponTotal::orders> = count()))[0],
            R"({"$group":{"_id":{"coupon":{"$ifNull":["$coupon",null]}},"orders":{"$sum":1}}})");
}

TEST(Aggregation, without_a_key_is_one_group) {
  EXPECT_EQ(stages(Order::all().group<Sum>(fld<& Sum::total> = sum(fld<&Order::total>))),
            (Lines{R"({"$group":{"_id":{},"total":{"$sum":"$total"}}})",
                   R"({"$project":{"_id":0,"total":1}})"}));
}

TEST(Aggregation, projects_expressions_and_constants) {
  EXPECT_EQ(
      stages(Order::all().project<Line>(fld<& Line::total> = fld<&Order::total>,
                                        fld<& Line::with_tax> = fld<&Order::total> * 2.0,
                                        fld<& Line::kind> = "$note")),
      (Lines{
          R"({"$project":{"_id":0,"total":"$total","with_tax":{"$multiply":["$total",{"$literal":2.0}]},"kind":{"$literal":"$note"}}})"}));
}

TEST(Aggregation, names_the_members_of_unwound_structs) {
  EXPECT_EQ(stages(Order::all()
                       .unwind(fld<&Order::items>)
                       .group<SkuTotal>(
                           fld<& SkuTotal::sku> = fld<&Order::items, &Item::sku>,
                           fld<& SkuTotal::pieces> = sum(fld<&Order::items, &Item::quantity>))),
            (Lines{R"({"$unwind":"$items"})",
                   R"({"$group":{"_id":{"sku":"$items.sku"},"pieces":{"$sum":"$items.quantity"}}})",
                   R"({"$project":{"_id":0,"sku":"$_id.sku","pieces":1}})"}));
}

TEST(Aggregation, names_the_elements_of_unwound_vectors) {
  EXPECT_EQ(stages(Order::all()
                       .unwind(fld<&Order::tags>)
                       .group<TagTotal>(fld<& TagTotal::tag> = element(fld<&Order::tags>),
                                        fld<& TagTotal::orders> = count()))[1],
            R"({"$group":{"_id":{"tag":"$tags"},"orders":{"$sum":1}}})");
}

TEST(Aggregation, looks_back_over_rows_in_an_order) {
  EXPECT_EQ(
      stages(Order::all().window<Day>(fld<&Order::placed_at>.asc(),
                                      fld<& Day::at> = fld<&Order::placed_at>,
                                      fld<& Day::so_far> = running(sum(fld<&Order::total>)),
                                      fld<& Day::week> = moving(avg(fld<&Order::total>), 7))),
      (Lines{
          R"({"$setWindowFields":{"sortBy":{"placedAt":1},"output":{"__loom_so_far":{"$sum":"$total","window":{"documents":["unbounded","current"]}},"__loom_week":{"$avg":"$total","window":{"documents":[{"$numberLong":"-6"},"current"]}}}}})",
          R"({"$project":{"_id":0,"at":"$placedAt","so_far":"$__loom_so_far","week":"$__loom_week"}})"}));
}

TEST(Aggregation, goes_on_with_filter_sort_skip_and_limit) {
  const auto best = by_state.filter(fld<&StateTotal::orders> > 3)
                        .sort(fld<&StateTotal::revenue>.desc(), fld<&StateTotal::orders>.asc())
                        .skip(1)
                        .limit(2);
  const auto all = stages(best);
  EXPECT_EQ(Lines(all.begin() + 3, all.end()),
            (Lines{R"({"$match":{"orders":{"$gt":{"$numberLong":"3"}}}})",
                   R"({"$sort":{"revenue":-1,"orders":1}})", R"({"$skip":{"$numberLong":"1"}})",
                   R"({"$limit":{"$numberLong":"2"}})"}));
  EXPECT_THROW((void)best.skip(-1), ValidationError);
  EXPECT_THROW((void)best.limit(0), ValidationError);
}

TEST(Aggregation, begins_with_a_query_as_it_stands) {
  EXPECT_EQ(stages(Order::filter(fld<&Order::gift> == true)
                       .sort(fld<&Order::total>.desc())
                       .skip(1)
                       .limit(5)
                       .project<Sum>(fld<& Sum::total> = fld<&Order::total>)),
            (Lines{R"({"$match":{"gift":{"$eq":true}}})", R"({"$sort":{"total":-1}})",
                   R"({"$skip":{"$numberLong":"1"}})", R"({"$limit":{"$numberLong":"5"}})",
                   R"({"$project":{"_id":0,"total":"$total"}})"}));
}

TEST(Aggregation, groups_rows_again) {
  EXPECT_EQ(stages(by_state.group<Sum>(fld<& Sum::total> = max(fld<&StateTotal::revenue>)))[3],
            R"({"$group":{"_id":{},"total":{"$max":"$revenue"}}})");
}

// Which fields a pipeline knows, by what it unwound.
using Nothing = detail::UnwoundVectors<>;
using Items = detail::UnwoundVectors<Field<&Order::items>>;
using Tags = detail::UnwoundVectors<Field<&Order::tags>>;
using Quantity = Field<&Order::items, &Item::quantity>;
static_assert(field_is_of_the_source<Order, Nothing, Quantity>);
static_assert(!field_is_of_the_source<Customer, Nothing, Quantity>);
static_assert(!field_names_one_value<Order, Nothing, Quantity>);
static_assert(field_names_one_value<Order, Items, Quantity>);
static_assert(!field_names_one_value<Order, Tags, Quantity>);
static_assert(field_names_one_value<Order, Nothing, Field<&Order::tags>>);
static_assert(vector_is_still_whole<Order, Nothing, Field<&Order::tags>>);
static_assert(!vector_is_still_whole<Order, Tags, Field<&Order::tags>>);
static_assert(field_names_one_value<Order, Tags, detail::ElementIn<Field<&Order::tags>>>);
static_assert(!field_names_one_value<Order, Items, detail::ElementIn<Field<&Order::tags>>>);
static_assert(field_names_one_value<Order, Nothing, Field<&Order::billing, &Address::city>>);

}  // namespace
}  // namespace loom::test
