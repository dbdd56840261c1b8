// SPDX-License-Identifier: Apache-2.0
// Typed pipelines on a real server give what the same loops give in C++.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

enum class State { draft, paid, shipped };

struct Item {
  std::string sku;
  int quantity = 1;
  double unit_price = 0;
};
struct Address {
  std::string city;
};
struct Order : PersistableModel<Order> {
  static constexpr auto persist_db = declare_persist_db("shop", "orders");
  Id<Order, int> number;
  State state = State::draft;
  std::vector<Item> items;
  std::vector<std::string> tags;
  double total = 0;
  std::int64_t grams = 0;
  Decimal128 price;
  std::optional<std::string> coupon;
  std::optional<double> rating;
  std::optional<Address> billing;
  IntCounter prints;
  Time placed_at;
  std::optional<Time> paid_at;
};

struct StateTotal {
  State state = State::draft;
  double revenue = 0;
  std::int64_t grams = 0;
  std::int64_t orders = 0;
  double mean = 0;
  Decimal128 price;
  Time last;
};
struct CouponTotal {
  std::optional<std::string> coupon;
  std::int64_t orders = 0;
};

class Aggregations : public InSandbox {
 protected:
  void SetUp() override {
    for (int i = 0; i < 60; ++i) {
      Order order{.number = i,
                  .state = State(i % 3),
                  .items = {{"A1", i % 5 + 1, 2.0}, {"B2", 1, double(i)}},
                  .total = (i % 5 + 1) * 2.0 + i,
                  .grams = i,
                  .price = Decimal128(i),
                  .placed_at = parse_time("2026-03-01T00:00:00Z") + i * 1h};
      if (i % 2) order.tags = {"odd", "web"};
      if (i % 4 == 0) order.coupon = "spring";
      if (i % 6 == 0) order.rating = i;
      if (i % 5 == 0) order.billing = Address{"Paris"};
      if (i % 7 == 0) order.paid_at = order.placed_at + 30min;
      orders_.push_back(order);
    }
    Order::persist_many(orders_);
  }
  template <class Get>
  double sum_of(Get get) const {
    double sum = 0;
    for (const auto& order : orders_) sum += get(order);
    return sum;
  }

  std::vector<Order> orders_;
};

TEST_F(Aggregations, group_and_compute_with_types) {
  const auto rows = Order::all()
                        .group<StateTotal>(fld<& StateTotal::state> = fld<&Order::state>,
                                           fld<& StateTotal::revenue> = sum(fld<&Order::total>),
                                           fld<& StateTotal::grams> = sum(fld<&Order::grams>),
                                           fld<& StateTotal::orders> = count(),
                                           fld<& StateTotal::mean> = avg(fld<&Order::grams>),
                                           fld<& StateTotal::price> = sum(fld<&Order::price>),
                                           fld<& StateTotal::last> = max(fld<&Order::placed_at>))
                        .sort(fld<&StateTotal::grams>.asc())
                        .load_many();
  ASSERT_EQ(rows.size(), 3);
  for (int state = 0; state < 3; ++state) {
    StateTotal expected{.state = State(state)};
    for (const auto& order : orders_)
      if (order.state == expected.state) {
        expected.revenue += order.total;
        expected.grams += order.grams;
        ++expected.orders;
        expected.last = std::max(expected.last, order.placed_at);
      }
    const auto& row = rows[std::size_t(state)];
    EXPECT_EQ(row.state, expected.state);
    EXPECT_EQ(row.revenue, expected.revenue);
    EXPECT_EQ(row.grams, expected.grams);
    EXPECT_EQ(row.orders, 20);
    EXPECT_EQ(row.mean, double(expected.grams) / 20);
    EXPECT_EQ(row.price, Decimal128(expected.grams));
    EXPECT_EQ(row.last, expected.last);
  }
}

TEST_F(Aggregations, take_a_missing_and_a_null_key_for_one) {
  raw<Order>().update(R"({"_id": 1})", R"({"$set": {"coupon": null}})");
  const auto rows = Order::all()
                        .group<CouponTotal>(fld<& CouponTotal::coupon> = fld<&Order::coupon>,
                                            fld<& CouponTotal::orders> = count())
                        .sort(fld<&CouponTotal::orders>.asc())
                        .load_many();
  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[0].coupon, "spring");
  EXPECT_EQ(rows[0].orders, 15);
  EXPECT_FALSE(rows[1].coupon);
  EXPECT_EQ(rows[1].orders, 45);
}

struct Extremes {
  std::optional<double> mean, deviation, least;
  std::optional<Time> first_paid;
  std::vector<std::string> coupons;
  std::int64_t n = 0;
};

Aggregation<Extremes> extremes(const Filter<Order>& filter) {
  return Order::filter(filter).group<Extremes>(
      fld<&Extremes::mean> = avg(fld<&Order::rating>),
      fld<&Extremes::deviation> = std_dev(fld<&Order::rating>),
      fld<&Extremes::least> = min(fld<&Order::rating>),
      fld<&Extremes::first_paid> = min(fld<&Order::paid_at>),
      fld<&Extremes::coupons> = add_to_set(fld<&Order::coupon>), fld<&Extremes::n> = count());
}

TEST_F(Aggregations, leave_missing_values_out) {
  const auto row = extremes(fld<&Order::number> < 13).load_one();
  ASSERT_TRUE(row);
  EXPECT_EQ(row->mean, 6);  // 0, 6, 12
  EXPECT_NEAR(*row->deviation, std::sqrt(24), 1e-9);
  EXPECT_EQ(row->least, 0);
  EXPECT_EQ(row->first_paid, orders_[0].paid_at);
  EXPECT_EQ(row->coupons, std::vector<std::string>{"spring"});
  EXPECT_EQ(row->n, 13);
}

TEST_F(Aggregations, over_nothing_but_missing_values_are_empty) {
  const auto row = extremes(fld<&Order::rating>.missing() && fld<&Order::paid_at>.missing() &&
                            fld<&Order::coupon>.missing())
                       .load_one();
  ASSERT_TRUE(row);
  EXPECT_FALSE(row->mean || row->deviation || row->least || row->first_paid);
  EXPECT_TRUE(row->coupons.empty());
}

TEST_F(Aggregations, over_no_documents_are_no_rows) {
  EXPECT_FALSE(extremes(fld<&Order::number> < 0).load_one());
  EXPECT_EQ(extremes(fld<&Order::number> < 0).count(), 0);
}

struct Grams {
  std::int64_t grams = 0;
};

TEST_F(Aggregations, throw_where_a_whole_sum_overflows) {
  Order{.number = 100, .grams = std::numeric_limits<std::int64_t>::max()}.persist();
  const auto all = Order::all().group<Grams>(fld<& Grams::grams> = sum(fld<&Order::grams>));
  EXPECT_THROW((void)all.load_one(), DecodeError);
}

struct SkuTotal {
  std::string sku;
  std::int64_t pieces = 0;
  double revenue = 0;
};

TEST_F(Aggregations, go_over_the_elements_of_vectors) {
  const auto rows =
      Order::all()
          .unwind(fld<&Order::items>)
          .group<SkuTotal>(fld<& SkuTotal::sku> = fld<&Order::items, &Item::sku>,
                           fld<& SkuTotal::pieces> = sum(fld<&Order::items, &Item::quantity>),
                           fld<& SkuTotal::revenue> = sum(fld<&Order::items, &Item::quantity> *
                                                          fld<&Order::items, &Item::unit_price>))
          .filter(fld<&SkuTotal::pieces> > 0)
          .sort(fld<&SkuTotal::sku>.asc())
          .load_many();
  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[0].sku, "A1");
  EXPECT_EQ(rows[0].pieces, 180);
  EXPECT_EQ(rows[0].revenue, 360);
  EXPECT_EQ(rows[1].revenue, 59 * 30);
}

struct TagTotal {
  std::string tag;
  std::int64_t orders = 0;
};

TEST_F(Aggregations, name_the_elements_of_plain_vectors) {
  const auto rows = Order::all()
                        .unwind(fld<&Order::tags>)
                        .group<TagTotal>(fld<& TagTotal::tag> = element(fld<&Order::tags>),
                                         fld<& TagTotal::orders> = count())
                        .sort(fld<&TagTotal::tag>.desc())
                        .load_many();
  ASSERT_EQ(rows.size(), 2);
  EXPECT_EQ(rows[0].tag, "web");
  EXPECT_EQ(rows[1].orders, 30);
}

struct Line {
  Ref<Order, int> order;
  double with_tax = 0;
  double share = 0;
  std::int64_t prints = 0;
  std::optional<std::chrono::milliseconds> waited;
  std::string city;
  std::optional<std::string> town;
  std::string kind;
};

TEST_F(Aggregations, compute_for_each_document) {
  const auto rows =
      Order::all()
          .project<Line>(
              fld<& Line::order> = fld<&Order::number>,
              fld<& Line::with_tax> = (fld<&Order::total> + 1.0) * 2.0,
              fld<& Line::share> = fld<&Order::grams> / 8,
              fld<& Line::prints> = fld<&Order::prints>,
              fld<& Line::waited> = fld<&Order::paid_at> - fld<&Order::placed_at>,
              fld<& Line::city> = fld<&Order::billing, &Address::city>.value_or("$total"),
              fld<& Line::town> = fld<&Order::billing, &Address::city>,
              fld<& Line::kind> = "$order")
          .sort(fld<&Line::order>.asc())
          .load_many();
  ASSERT_EQ(rows.size(), orders_.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].with_tax, (orders_[i].total + 1) * 2);
    EXPECT_EQ(rows[i].share, double(orders_[i].grams) / 8);
    EXPECT_EQ(rows[i].waited.has_value(), i % 7 == 0);
    EXPECT_EQ(rows[i].waited.value_or(30min), 30min);
    EXPECT_EQ(rows[i].city, i % 5 == 0 ? "Paris" : "$total");
    EXPECT_EQ(rows[i].town.has_value(), i % 5 == 0);
    EXPECT_EQ(rows[i].kind, "$order");
  }
}

TEST_F(Aggregations, begin_with_a_query_and_go_on_with_rows) {
  const auto first = Order::all()
                         .sort(fld<&Order::number>.asc())
                         .limit(10)
                         .group<Grams>(fld<& Grams::grams> = sum(fld<&Order::grams>));
  EXPECT_EQ(first.load_one()->grams, 45);

  const auto lines = Order::all().group<StateTotal>(
      fld<& StateTotal::state> = fld<&Order::state>,
      fld<& StateTotal::revenue> = sum(fld<&Order::total>),
      fld<& StateTotal::grams> = sum(fld<&Order::grams>), fld<& StateTotal::orders> = count(),
      fld<& StateTotal::mean> = avg(fld<&Order::grams>),
      fld<& StateTotal::price> = sum(fld<&Order::price>),
      fld<& StateTotal::last> = max(fld<&Order::placed_at>));
  EXPECT_EQ(lines.count(), 3);
  EXPECT_EQ(lines.sort(fld<&StateTotal::grams>.desc()).skip(1).limit(1).load_many().size(), 1);
  const auto again = lines.group<Grams>(fld<& Grams::grams> = sum(fld<&StateTotal::grams>));
  EXPECT_EQ(double(again.load_one()->grams),
            sum_of([](const Order& o) { return double(o.grams); }));
}

TEST_F(Aggregations, tell_a_division_by_zero) {
  EXPECT_THROW((void)Order::all()
                   .project<TagTotal>(fld<& TagTotal::tag> = "x", fld<& TagTotal::orders> = 1)
                   .project<SkuTotal>(fld<& SkuTotal::sku> = fld<&TagTotal::tag>,
                                      fld<& SkuTotal::pieces> = fld<&TagTotal::orders>,
                                      fld<& SkuTotal::revenue> = fld<&TagTotal::orders> / 0)
                   .load_many(),
               ServerError);
}

}  // namespace
}  // namespace loom::test
