// SPDX-License-Identifier: Apache-2.0
// Filters are combined while the program runs; a term without a value vanishes; which may write.

#include <gtest/gtest.h>

#include "loom/info/filter.hpp"
#include "support/order.hpp"
#include "support/query_json.hpp"

namespace loom::test {
namespace {

const auto draft = fld<&Order::state> == State::draft;
const auto cheap = fld<&Order::total> < 5;
const auto gift = fld<&Order::gift> == true;
const auto unset = fld<&Order::coupon> == if_set(std::optional<std::string>());
const Filter<Order> nothing_said = match_all;
const Filter<Order> everything = unsafely::everything;

bool may_write(const Filter<Order>& filter) {
  try {
    core::require_writable(filter.term(), "update shop.orders");
    return true;
  } catch (const ValidationError&) {
    return false;
  }
}

TEST(FilterCombination, begins_with_match_all_and_grows) {
  Filter<Order> wanted = match_all;
  EXPECT_EQ(json(wanted), "{}");
  wanted = wanted && draft;
  EXPECT_EQ(json(wanted), json(draft));
  wanted = wanted && cheap;
  EXPECT_EQ(json(wanted), json(draft && cheap));
}

TEST(FilterCombination, either_of_everything_and_a_term_is_everything) {
  EXPECT_EQ(json(nothing_said || draft), "{}");
  EXPECT_EQ(json(everything || draft), "{}");
  EXPECT_EQ(json(everything && draft), json(draft));
  EXPECT_EQ(json(!everything), R"({"$nor":[{}]})");
}

TEST(IfSet, of_a_value_is_the_value) {
  const std::optional<std::string> wanted = "spring";
  EXPECT_EQ(json(fld<&Order::coupon> == if_set(wanted)), json(fld<&Order::coupon> == "spring"));
  EXPECT_EQ(json(fld<&Order::pieces> >= if_set(std::optional(3))), json(fld<&Order::pieces> >= 3));
  EXPECT_TRUE(may_write(fld<&Order::coupon> == if_set(wanted)));
}

TEST(IfSet, of_nothing_vanishes_from_what_is_around_it) {
  EXPECT_EQ(json(unset), "{}");
  EXPECT_EQ(json(unset && draft), json(draft));
  EXPECT_EQ(json(draft && unset), json(draft));
  EXPECT_EQ(json(unset || draft), json(draft));
  EXPECT_EQ(json(draft || unset), json(draft));
  EXPECT_EQ(json(!unset), "{}");
  EXPECT_EQ(json(!unset && draft), json(draft));
  EXPECT_EQ(json((unset || unset) && draft), json(draft));
  EXPECT_EQ(json(!(unset && draft) || cheap), json(!draft || cheap));
}

TEST(IfSet, of_nothing_refuses_to_write_however_it_is_combined) {
  EXPECT_FALSE(may_write(unset));
  EXPECT_FALSE(may_write(unset && draft));
  EXPECT_FALSE(may_write(draft || unset));
  EXPECT_FALSE(may_write(!unset));
  EXPECT_FALSE(may_write(!(unset && draft)));
  EXPECT_FALSE(may_write((draft && unset) || cheap));
  EXPECT_FALSE(may_write(everything && unset));
  const auto sku = fld<&Item::sku> == if_set(std::optional<std::string>());
  EXPECT_FALSE(may_write(fld<&Order::items>.any(sku)));
  EXPECT_FALSE(may_write(fld<&Order::items>.any(sku && fld<&Item::quantity> > 3)));
}

TEST(FilterCombination, writes_where_it_says_which) {
  EXPECT_TRUE(may_write(draft));
  EXPECT_TRUE(may_write(draft && nothing_said));
  EXPECT_TRUE(may_write(everything));
  EXPECT_TRUE(may_write(everything || draft));
  EXPECT_TRUE(may_write(unsafely::raw_filter<Order>(R"({"total": {"$gt": 3}})")));
}

TEST(FilterCombination, that_turned_out_empty_refuses_to_write) {
  EXPECT_FALSE(may_write(Filter<Order>()));
  EXPECT_FALSE(may_write(nothing_said));
  EXPECT_FALSE(may_write(nothing_said && nothing_said));
  EXPECT_FALSE(may_write(nothing_said || draft));
  EXPECT_FALSE(may_write(unsafely::raw_filter<Order>("{}")));
  EXPECT_FALSE(may_write(fld<&Order::tags>.contains_all(std::vector<std::string>{})));
  EXPECT_FALSE(may_write(fld<&Order::id>.not_in(std::vector<Id<Order>>{})));
}

TEST(FilterCombination, says_what_to_do_when_it_refuses) {
  const auto reason = [](const Filter<Order>& filter) {
    try {
      core::require_writable(filter.term(), "update shop.orders");
    } catch (const ValidationError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_NE(reason(nothing_said).find("loom::unsafely::everything"), std::string::npos);
  EXPECT_NE(reason(unset && draft).find("set the value"), std::string::npos);
}

TEST(FilterCombination, in_its_own_words_is_checked_for_its_syntax) {
  EXPECT_EQ(json(unsafely::raw_filter<Order>(R"({"$where": "this.total > 3"})")),
            R"({"$where":"this.total > 3"})");
  EXPECT_THROW(unsafely::raw_filter<Order>("{total: }"), ValidationError);
}

TEST(FilterCombination, is_copied_and_kept) {
  std::vector<Filter<Order>> kept{draft, cheap};
  kept.push_back(kept[0] && kept[1]);
  EXPECT_EQ(json(kept[2]), json(draft && cheap));
}

}  // namespace
}  // namespace loom::test
