// SPDX-License-Identifier: Apache-2.0
// Documents together with those that they refer to.

#include <gtest/gtest.h>

#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Customer : PersistableModel<Customer> {
  static constexpr auto persist_db = declare_persist_db("shop", "customers");
  Id<Customer> id;
  std::string name;
};
struct Order : PersistableModel<Order> {
  static constexpr auto persist_db = declare_persist_db("shop", "orders");
  Id<Order, int> number;
  Ref<Customer> customer;
  std::optional<Ref<Customer>> agent;
  double total = 0;
};

class Lookups : public InSandbox {
 protected:
  void SetUp() override {
    Customer::persist_many(customers_);
    for (int i = 0; i < 6; ++i)
      orders_.push_back({.number = i, .customer = customers_[std::size_t(i) % 2].id});
    orders_[1].agent = customers_[0].id;
    orders_[2].agent = Ref<Customer>(ObjectId::generate());  // of nobody
    Order::persist_many(orders_);
  }

  std::vector<Customer> customers_{{.name = "Ada"}, {.name = "Bob"}};
  std::vector<Order> orders_;
};

TEST_F(Lookups, pair_each_with_what_it_refers_to) {
  const auto pairs = Order::all()
                         .sort(fld<&Order::number>.desc())
                         .limit(5)
                         .lookup(fld<&Order::customer>)
                         .load_many();
  ASSERT_EQ(pairs.size(), 5);
  EXPECT_EQ(pairs.front().first.number.key(), 5);
  for (const auto& [order, customer] : pairs) {
    ASSERT_TRUE(customer);
    EXPECT_EQ(customer->id, Id<Customer>(order.customer.key()));
  }
}

TEST_F(Lookups, keep_what_refers_to_nothing) {
  const auto lookup = Order::all().sort(fld<&Order::number>.asc()).lookup(fld<&Order::agent>);
  const auto pairs = lookup.load_many();
  ASSERT_EQ(pairs.size(), 6);
  EXPECT_EQ(lookup.count(), 6);
  EXPECT_FALSE(pairs[0].second);
  ASSERT_TRUE(pairs[1].second);
  EXPECT_EQ(pairs[1].second->name, "Ada");
  EXPECT_FALSE(pairs[2].second);
}

TEST_F(Lookups, tell_how_the_server_runs_them) {
  const auto one = Order::filter(fld<&Order::number> == 3).lookup(fld<&Order::customer>);
  EXPECT_EQ(one.plan().kind, PlanKind::by_id);
  EXPECT_EQ(one.plan().returned, 1);
  EXPECT_EQ(Order::all().lookup(fld<&Order::customer>).plan().kind, PlanKind::collection_scan);
  EXPECT_NE(one.explain().find("$lookup"), std::string::npos);
}

TEST_F(Lookups, give_objects_that_can_be_saved) {
  raw<Order>().update(R"({"_id": 0})", R"({"$set": {"later": 1}})");
  auto pairs = Order::filter(fld<&Order::number> == 0).lookup(fld<&Order::customer>).load_many();
  pairs[0].first.total = 5;
  pairs[0].first.persist();
  pairs[0].second->name = "Augusta";
  pairs[0].second->persist();
  EXPECT_EQ(raw<Order>().count(R"({"_id": 0, "total": 5, "later": 1})"), 1);
  EXPECT_EQ(Customer::get(customers_[0].id).name, "Augusta");
}

TEST_F(Lookups, load_refs_gives_them_in_the_objects_order_in_one_round_trip) {
  std::vector<std::optional<Customer>> found;
  EXPECT_EQ(raw<Customer>().commands_of([&] { found = load_refs(orders_, fld<&Order::customer>); }),
            1);
  ASSERT_EQ(found.size(), 6);
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i]->name, customers_[i % 2].name);
}

TEST_F(Lookups, load_refs_gives_nothing_where_there_is_none) {
  const auto found = load_refs(orders_, fld<&Order::agent>);
  EXPECT_FALSE(found[0]);
  EXPECT_EQ(found[1]->name, "Ada");
  EXPECT_FALSE(found[2]);
  EXPECT_TRUE(load_refs(std::vector<Order>{}, fld<&Order::agent>).empty());
}

TEST_F(Lookups, a_ref_loads_what_it_refers_to) {
  EXPECT_EQ(orders_[0].customer.load()->name, "Ada");
  EXPECT_FALSE(orders_[2].agent->load());
  EXPECT_FALSE(Ref<Customer>().load());
}

}  // namespace
}  // namespace loom::test
