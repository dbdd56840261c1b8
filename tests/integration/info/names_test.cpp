// SPDX-License-Identifier: Apache-2.0
// Members under other names in the database: in documents, filters, sorts, indexes and changes.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

enum class State { paid, open };
}  // namespace
}  // namespace loom::test

template <>
inline constexpr auto loom::enum_names<loom::test::State> = loom::enumerators(
    loom::enumerator(loom::test::State::paid, "PAID").also_reads("payed").also_reads("done"));

namespace loom::test {
namespace {

struct Address {
  std::string city;
  std::optional<int> zip;
  static constexpr auto names =
      loom::names(loom::name(fld<&Address::city>, "town").also_reads("city"),
                  loom::name(fld<&Address::zip>, "postCode"));
};
struct Order : PersistableModel<Order> {
  static constexpr auto persist_db = declare_persist_db("shop", "orders");
  Id<Order> order_number;
  Time placed_at;
  std::optional<std::string> note;
  Address address;
  State state = State::open;
  static constexpr auto names = loom::names(
      loom::name(fld<&Order::placed_at>, "placedAt").also_reads("date").also_reads("at"),
      loom::name(fld<&Order::note>, "remark").also_reads("text"),
      loom::name(fld<&Order::address>, "to").also_reads("address"));
  static constexpr auto indexes = loom::indexes(loom::index(fld<&Order::placed_at>.desc()));
};

class Names : public InSandbox {
 protected:
  static Time at(std::int64_t millis) { return Time::from_millis(millis); }
  static Order insert(const std::string& fields) {
    raw<Order>().insert(R"({"_id": {"$oid": "65f000000000000000000001"}, )" + fields + "}");
    return load();
  }
  static Order load() { return Order::get(Id<Order>::from_string("65f000000000000000000001")); }
  static std::int64_t count(const std::string& filter) { return raw<Order>().count(filter); }
};

TEST_F(Names, are_those_of_the_stored_document) {
  Order order{.placed_at = at(5), .note = "x", .address = {"Rome", 100}, .state = State::paid};
  order.persist();
  EXPECT_EQ(raw<Order>().json(),
            R"({ "_id" : { "$oid" : ")" + order.order_number.str() +
                R"(" }, "placedAt" : { "$date" : "1970-01-01T00:00:00.005Z" }, "remark" : "x", )"
                R"("to" : { "town" : "Rome", "postCode" : 100 }, "state" : "PAID" })");
  order.address.zip.reset();
  order.note.reset();
  order.persist();
  EXPECT_EQ(count(R"({"to": {"town": "Rome"}, "remark": {"$exists": false}})"), 1);
}

TEST_F(Names, are_those_of_filters_and_sorts) {
  for (int i = 0; i < 3; ++i) Order{.placed_at = at(i), .address = {"Rome", i}}.persist();
  EXPECT_EQ(Order::filter(fld<&Order::address, &Address::zip> >= 1).count(), 2);
  EXPECT_EQ(Order::all().sort(fld<&Order::placed_at>.desc()).load_one()->placed_at, at(2));
  EXPECT_EQ(Order::filter(fld<&Order::state> == State::open).count(), 3);
}

TEST_F(Names, of_an_older_program_are_read) {
  const auto order = insert(R"("date": {"$date": 5}, "text": "x", "state": "payed",
                               "address": {"city": "Rome", "postCode": 100})");
  EXPECT_EQ(order.placed_at, at(5));
  EXPECT_EQ(order.note, "x");
  EXPECT_EQ(order.address.city, "Rome");
  EXPECT_EQ(order.address.zip, 100);
  EXPECT_EQ(order.state, State::paid);
}

TEST_F(Names, of_an_older_program_stay_where_nothing_changed) {
  auto order = insert(R"("at": {"$date": 5}, "state": "done", "address": {"city": "Rome"})");
  EXPECT_EQ(raw<Order>().commands_of([&] { order.persist(); }), 0);
  order.note = "new";
  order.persist();
  EXPECT_EQ(count(R"({"at": {"$date": 5}, "state": "done", "address": {"city": "Rome"}})"), 1);
}

TEST_F(Names, are_moved_by_the_next_write_of_the_member) {
  auto order = insert(R"("at": {"$date": 5}, "text": "x", "address": {"city": "Rome"})");
  order.placed_at = at(6);
  order.persist();
  order.note.reset();
  order.persist();
  order.address.zip = 7;
  order.persist();
  EXPECT_EQ(count(R"({"placedAt": {"$date": 6}, "at": {"$exists": false},
                      "text": {"$exists": false}, "remark": {"$exists": false},
                      "to": {"town": "Rome", "postCode": 7}, "address": {"$exists": false}})"),
            1)
      << raw<Order>().json();
  order.placed_at = at(7);
  order.persist();
  EXPECT_EQ(load().placed_at, at(7));
  order.erase();
}

TEST_F(Names, are_moved_in_a_nested_struct_by_the_next_write_of_the_leaf) {
  auto order = insert(R"("placedAt": {"$date": 5}, "to": {"city": "Rome", "x": 1})");
  order.address.city = "Oslo";
  order.persist();
  EXPECT_EQ(count(R"({"to": {"x": 1, "town": "Oslo"}})"), 1) << raw<Order>().json();
}

TEST_F(Names, of_today_win_over_older_ones_and_a_removed_value_does_not_come_back) {
  auto order = insert(R"("text": "old", "remark": "new", "placedAt": {"$date": 5},
                         "date": {"$date": 4}, "to": {"town": "Rome"})");
  EXPECT_EQ(order.note, "new");
  EXPECT_EQ(order.placed_at, at(5));
  order.note.reset();
  order.persist();
  EXPECT_FALSE(load().note) << raw<Order>().json();
}

TEST_F(Names, do_not_help_where_another_changed_the_older_one) {
  auto order = insert(R"("date": {"$date": 5}, "to": {"town": "Rome"})");
  raw<Order>().update("{}", R"({"$set": {"date": {"$date": 6}}})");
  order.placed_at = at(7);
  EXPECT_EQ(thrown<ConflictError>([&] { order.persist(); }).fields(),
            std::vector<std::string>{"placedAt"});
  EXPECT_EQ(count(R"({"date": {"$date": 6}, "placedAt": {"$exists": false}})"), 1);
  order.persist(unsafely::overwrite);
  EXPECT_EQ(count(R"({"placedAt": {"$date": 7}, "date": {"$exists": false}})"), 1);
}

TEST_F(Names, stand_in_what_does_not_fit) {
  const auto error =
      thrown<DecodeError>([&] { insert(R"("date": 5, "to": {"town": 1, "postCode": "x"})"); });
  std::vector<std::string> paths;
  for (const auto& mismatch : error.mismatches()) paths.push_back(mismatch.path);
  EXPECT_EQ(paths, (std::vector<std::string>{"placedAt", "to.town", "to.postCode"}));
}

}  // namespace
}  // namespace loom::test
