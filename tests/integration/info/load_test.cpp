// SPDX-License-Identifier: Apache-2.0
// Objects by their ids, anew, and from documents that do not fit.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Item {
  std::string sku;
  int quantity = 0;
};
struct Order : PersistableModel<Order> {
  static constexpr auto persist_db = declare_persist_db("shop", "orders");
  Id<Order> id;
  std::string name;
  int total = 7;
  std::vector<Item> items;
  std::optional<Item> gift;
};
struct City : PersistableModel<City> {
  static constexpr auto persist_db = declare_persist_db("shop", "cities");
  Id<City, int> number;
  std::string name;
};

class Load : public InSandbox {
 protected:
  static constexpr const char* key = "65f000000000000000000001";
  static Id<Order> id() { return Id<Order>::from_string(key); }
  // A document with three places that do not fit.
  static void insert_misfit() {
    raw<Order>().insert(R"({"_id": {"$oid": ")" + std::string(key) +
                        R"("}, "total": "12", "items": [{"sku": "A1", "quantity": 1},
                             {"sku": "B2", "quantity": 1.5}]})");
  }
  // The error of a load that meets the misfit.
  template <class F>
  static void expect_mismatches(F load) {
    const auto error = thrown<DecodeError>(load);
    std::vector<std::string> places;
    for (const auto& m : error.mismatches())
      places.push_back(m.path + ": " + m.expected + ", " + m.found);
    EXPECT_EQ(places,
              (std::vector<std::string>{"total: a whole number of 32 bits, string",
                                        "items[1].quantity: a whole number of 32 bits, double",
                                        "name: a string, nothing"}));
    EXPECT_EQ(std::string(error.what()).find("12"), std::string::npos) << error.what();
  }
};

TEST_F(Load, gives_nothing_for_an_unknown_id_and_get_throws) {
  EXPECT_FALSE(Order::load(id()));
  EXPECT_THROW(Order::get(id()), NotFoundError);
  EXPECT_FALSE(City::load(5));
}

TEST_F(Load, of_an_id_that_is_not_set_is_a_mistake_and_never_means_zero) {
  raw<City>().insert(R"({"_id": 0, "name": "Zero"})");
  City fresh;
  EXPECT_EQ(City::get(0).name, "Zero");
  EXPECT_THROW(static_cast<void>(City::load(fresh.number)), ValidationError);
  EXPECT_THROW(static_cast<void>(City::load_many({fresh.number})), ValidationError);
  EXPECT_THROW(fresh.reload(), ValidationError);
  EXPECT_FALSE((Ref<City, int>().load()));
}

TEST_F(Load, takes_a_whole_number_of_any_type_for_a_key) {
  raw<City>().insert(
      R"({"_id": {"$numberLong": "5"}, "name": "Five"}, {"_id": 6.0, "name": "Six"})");
  EXPECT_EQ(City::get(5).name, "Five");
  const auto both = City::load_many({6, 5});
  EXPECT_EQ(both[0]->name, "Six");
  EXPECT_EQ(both[1]->name, "Five");
  auto six = City::get(6);
  six.name = "6";
  six.persist();
  EXPECT_EQ(raw<City>().count(), 2);
}

TEST_F(Load, of_many_keeps_the_ids_order_with_gaps_and_repetitions) {
  for (int i = 0; i < 5; ++i) City{.number = i, .name = std::to_string(i)}.persist();
  const auto found = City::load_many({4, 99, 0, 4});
  ASSERT_EQ(found.size(), 4);
  EXPECT_EQ(found[0]->name, "4");
  EXPECT_FALSE(found[1]);
  EXPECT_EQ(found[2]->name, "0");
  EXPECT_EQ(found[3]->name, "4");
  EXPECT_TRUE(City::load_many({}).empty());
  auto changed = *found[3];
  changed.name = "four";
  changed.persist();
  EXPECT_EQ(City::get(4).name, "four");
}

TEST_F(Load, of_ten_thousand_ids) {
  constexpr int many = 10'000;
  std::vector<City> cities;
  for (int i = 0; i < many; ++i) cities.push_back({.number = i, .name = std::to_string(i)});
  City::persist_many(cities);
  std::vector<Id<City, int>> ids;
  for (int i = 0; i < many; ++i) ids.emplace_back(2 * i);  // every second one is unknown
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::shuffle(ids.begin(), ids.end(), std::mt19937(seed));
  const auto found = City::load_many(ids);
  ASSERT_EQ(found.size(), ids.size());
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ASSERT_EQ(found[i].has_value(), ids[i].key() < many);
    if (found[i]) {
      ASSERT_EQ(found[i]->number, ids[i]);
    }
  }
}

TEST_F(Load, anew_gives_what_is_stored_now) {
  Order order{.name = "a"};
  order.persist();
  raw<Order>().update(by(order.id), R"({"$set": {"name": "b"}, "$unset": {"total": 1}})");
  order.gift = Item{"mine", 1};
  order.total = 8;
  order.reload();
  EXPECT_EQ(order.name, "b");
  EXPECT_EQ(order.total, 7) << "the default of a member that is not stored";
  EXPECT_FALSE(order.gift);
  EXPECT_EQ(raw<Order>().commands_of([&] { order.persist(); }), 0);
}

TEST_F(Load, anew_of_what_is_gone_throws_and_leaves_the_object) {
  Order order{.name = "a"};
  order.persist();
  raw<Order>().erase(by(order.id));
  EXPECT_THROW(order.reload(), NotFoundError);
  EXPECT_EQ(order.name, "a");
}

TEST_F(Load, of_a_document_that_does_not_fit_names_every_place) {
  insert_misfit();
  expect_mismatches([] { static_cast<void>(Order::load(id())); });
  expect_mismatches([] { Order::get(id()); });
  expect_mismatches([] { static_cast<void>(Order::load_many({id()})); });
  expect_mismatches([] { static_cast<void>(Order::all().load_many()); });
  expect_mismatches([] { static_cast<void>(Order::all().load_one()); });
  expect_mismatches([] { Order::modify(id(), [](Order&) { FAIL(); }); });
  expect_mismatches([] {
    for (const auto& order : Order::all().stream()) FAIL() << order.name;
  });
}

TEST_F(Load, anew_of_a_document_that_does_not_fit_leaves_the_object) {
  Order order{.name = "a", .total = 1, .items = {{"A1", 1}, {"B2", 1}}};
  order.id = id();
  order.persist();
  raw<Order>().erase("{}");
  insert_misfit();
  expect_mismatches([&] { order.reload(); });
  EXPECT_EQ(order.name, "a");
}

TEST_F(Load, says_what_to_do_about_a_missing_member) {
  raw<Order>().insert(R"({"total": 1})");
  const auto text =
      std::string(thrown<DecodeError>([] { static_cast<void>(Order::all().load_one()); }).what());
  for (const char* part : {"Order", "name", "default", "optional"})
    EXPECT_NE(text.find(part), text.npos) << part << " in: " << text;
}

}  // namespace
}  // namespace loom::test
