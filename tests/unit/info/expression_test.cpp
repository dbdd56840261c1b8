// SPDX-License-Identifier: Apache-2.0
// What an expression sends, and of which type its value is.

#include "loom/info/expression.hpp"

#include <gtest/gtest.h>

#include "loom/info/accumulator.hpp"
#include "support/order.hpp"
#include "support/query_json.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

template <class E>
std::string text(const E& expression) {
  return json(expression.holder);
}
template <class T, class E>
constexpr bool is_of_type(const E&) {
  return std::is_same_v<detail::type_of<E>, T>;
}
template <class T, class... F>
std::type_identity<T> accumulated(const Accumulator<T, F...>&);
template <class T, class E>
constexpr bool gives(const E&) {
  return std::is_same_v<decltype(accumulated(std::declval<E>())), std::type_identity<T>>;
}

TEST(Expression, names_fields_and_writes_constants_as_literals) {
  EXPECT_EQ(text(fld<&Order::total> * 2.0), R"({"":{"$multiply":["$total",{"$literal":2.0}]}})");
  EXPECT_EQ(text(2 - fld<&Order::total>), R"({"":{"$subtract":[{"$literal":2},"$total"]}})");
  EXPECT_EQ(text(fld<&Order::placed_at> + 1h),
            R"({"":{"$add":["$placedAt",{"$literal":{"$numberLong":"3600000"}}]}})");
}

TEST(Expression, nests) {
  EXPECT_EQ(text((fld<&Order::total> + 1.0) / fld<&Order::pieces>),
            R"({"":{"$divide":[{"$add":["$total",{"$literal":1.0}]},"$pieces"]}})");
}

TEST(Expression, takes_no_text_for_a_path) {
  EXPECT_EQ(text(fld<&Order::coupon>.value_or("$note")),
            R"({"":{"$ifNull":["$coupon",{"$literal":"$note"}]}})");
}

TEST(Expression, of_whole_numbers_is_whole_and_a_quotient_is_a_double) {
  EXPECT_TRUE(is_of_type<std::int64_t>(fld<&Order::pieces> + fld<&Order::grams>));
  EXPECT_TRUE(is_of_type<std::int64_t>(fld<&Order::prints> * 2));
  EXPECT_TRUE(is_of_type<double>(fld<&Order::pieces> / 2));
  EXPECT_TRUE(is_of_type<double>(fld<&Order::pieces> + fld<&Order::rating>));
}

TEST(Expression, of_decimals_is_a_decimal) {
  EXPECT_TRUE(is_of_type<Decimal128>(fld<&Order::price> * fld<&Order::pieces>));
  EXPECT_TRUE(is_of_type<Decimal128>(fld<&Order::price> / fld<&Order::price>));
}

TEST(Expression, of_times_is_a_time_or_a_duration) {
  EXPECT_TRUE(is_of_type<Time>(fld<&Order::placed_at> + fld<&Order::packing>));
  EXPECT_TRUE(is_of_type<Time>(fld<&Order::created_at> - 1h));
  EXPECT_TRUE(
      is_of_type<std::chrono::milliseconds>(fld<&Order::created_at> - fld<&Order::placed_at>));
}

TEST(Expression, of_what_may_be_empty_may_be_empty) {
  EXPECT_TRUE(is_of_type<std::optional<std::chrono::milliseconds>>(fld<&Order::paid_at> -
                                                                   fld<&Order::placed_at>));
  EXPECT_TRUE(is_of_type<Time>(fld<&Order::paid_at>.value_or(Time{}) + 1h));
  EXPECT_TRUE(is_of_type<std::string>(fld<&Order::billing, &Address::city>.value_or("")));
  EXPECT_TRUE(is_of_type<std::optional<std::string>>(
      detail::as_expression(fld<&Order::billing, &Address::city>)));
  EXPECT_TRUE(is_of_type<std::string>(detail::as_expression(fld<&Order::address, &Address::city>)));
}

TEST(Expression, of_an_unwound_vector_is_its_element) {
  EXPECT_EQ(text(element(fld<&Order::tags>)), R"({"":"$tags"})");
  EXPECT_TRUE(is_of_type<std::string>(element(fld<&Order::tags>)));
  EXPECT_TRUE(is_of_type<double>(element(fld<&Order::place>) * 2));
}

TEST(Accumulator, computes_out_of_an_expression) {
  EXPECT_EQ(text(count()), R"({"":{"$sum":1}})");
  EXPECT_EQ(text(sum(fld<&Order::total>)), R"({"":{"$sum":"$total"}})");
  EXPECT_EQ(text(sum(fld<&Order::items, &Item::quantity> * fld<&Order::items, &Item::unit_price>)),
            R"({"":{"$sum":{"$multiply":["$items.quantity","$items.unit_price"]}}})");
  EXPECT_EQ(text(avg(fld<&Order::pieces>)), R"({"":{"$avg":"$pieces"}})");
  EXPECT_EQ(text(std_dev(fld<&Order::pieces>)), R"({"":{"$stdDevPop":"$pieces"}})");
  EXPECT_EQ(text(min(fld<&Order::placed_at>)), R"({"":{"$min":"$placedAt"}})");
  EXPECT_EQ(text(max(fld<&Order::placed_at>)), R"({"":{"$max":"$placedAt"}})");
  EXPECT_EQ(text(first(fld<&Order::note>)), R"({"":{"$first":"$note"}})");
  EXPECT_EQ(text(last(fld<&Order::note>)), R"({"":{"$last":"$note"}})");
  EXPECT_EQ(text(push(fld<&Order::note>)), R"({"":{"$push":"$note"}})");
  EXPECT_EQ(text(add_to_set(fld<&Order::note>)), R"({"":{"$addToSet":"$note"}})");
}

TEST(Accumulator, has_the_type_that_the_server_gives) {
  EXPECT_TRUE(gives<std::int64_t>(sum(fld<&Order::pieces>)));
  EXPECT_TRUE(gives<std::int64_t>(sum(fld<&Order::prints>)));
  EXPECT_TRUE(gives<double>(sum(fld<&Order::rating>)));
  EXPECT_TRUE(gives<Decimal128>(sum(fld<&Order::price>)));
  EXPECT_TRUE(gives<double>(avg(fld<&Order::pieces>)));
  EXPECT_TRUE(gives<Decimal128>(avg(fld<&Order::price>)));
  EXPECT_TRUE(gives<double>(std_dev(fld<&Order::pieces>)));
  EXPECT_TRUE(gives<std::optional<Time>>(max(fld<&Order::paid_at>)));
  EXPECT_TRUE(gives<std::optional<std::string>>(first(fld<&Order::billing, &Address::city>)));
  EXPECT_TRUE(gives<std::vector<std::string>>(push(fld<&Order::coupon>)));
}

TEST(Window, looks_back_to_the_first_row_or_over_some) {
  EXPECT_EQ(text(running(sum(fld<&Order::total>))),
            R"({"":{"$sum":"$total","window":{"documents":["unbounded","current"]}}})");
  EXPECT_EQ(text(moving(avg(fld<&Order::total>), 7)),
            R"({"":{"$avg":"$total","window":{"documents":[{"$numberLong":"-6"},"current"]}}})");
  EXPECT_EQ(text(moving(count(), 1)),
            R"({"":{"$sum":1,"window":{"documents":[{"$numberLong":"0"},"current"]}}})");
  EXPECT_THROW((void)moving(count(), 0), ValidationError);
}

static_assert(!arithmetic_has_a_result<double, Decimal128, '+'>);
static_assert(!arithmetic_has_a_result<std::string, std::string, '+'>);
static_assert(!arithmetic_has_a_result<Time, Time, '+'>);
static_assert(!arithmetic_has_a_result<bool, int, '*'>);
static_assert(can_be_summed<IntCounter> && can_be_summed<std::optional<double>>);
static_assert(!can_be_summed<std::string> && !can_be_summed<State> && !can_be_summed<Time>);

}  // namespace
}  // namespace loom::test
