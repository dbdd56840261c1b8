// SPDX-License-Identifier: Apache-2.0
// Counters: many count at once, and nobody's count is lost or doubled.

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Doors {
  std::string name;
  IntCounter opened;
};
struct Gate : PersistableModel<Gate> {
  static constexpr auto persist_db = declare_persist_db("port", "gates");
  Id<Gate> id;
  std::string name;
  IntCounter flights;
  IntCounter tickets = IntCounter::starting_at(100);
  std::optional<Doors> doors;
  std::vector<Doors> others;
  static constexpr auto defaults = loom::defaults(fld<&Gate::flights>);
  static constexpr auto names =
      loom::names(loom::name(fld<&Gate::flights>, "flights").also_reads("departures"));
};

class Counter : public InSandbox {
 protected:
  static Gate saved() {
    Gate gate{.name = "A1", .doors = Doors{"left", {}}, .others = {{"right", {}}}};
    gate.persist();
    return gate;
  }
  static std::int64_t count(const std::string& filter) { return raw<Gate>().count(filter); }
};

TEST_F(Counter, adds_up_what_all_have_counted) {
  auto first = saved();
  auto second = Gate::get(first.id);
  first.flights += 5;
  second.flights -= 2;
  ++second.doors->opened;
  first.persist();
  EXPECT_EQ(first.flights, 5);
  second.persist();
  EXPECT_EQ(second.flights, 3) << "the server's value";
  ++first.flights;
  first.persist();
  EXPECT_EQ(first.flights, 4);
  EXPECT_EQ(first.doors->opened, 1) << "what another counted beside it";
  EXPECT_EQ(count(R"({"flights": {"$eq": 4, "$type": "long"}, "doors.opened": 1})"), 1);
}

TEST_F(Counter, takes_no_round_trip_where_nothing_was_counted) {
  auto gate = saved();
  ++gate.flights;
  --gate.flights;
  EXPECT_EQ(raw<Gate>().commands_of([&] { gate.persist(); }), 0);
}

TEST_F(Counter, does_not_collide_but_the_leaves_beside_it_do) {
  auto first = saved();
  auto second = Gate::get(first.id);
  first.name = "B2";
  ++first.flights;
  first.persist();
  ++second.flights;
  second.name = "C3";
  EXPECT_EQ(thrown<ConflictError>([&] { second.persist(); }).fields(),
            std::vector<std::string>{"name"});
  EXPECT_EQ(count(R"({"flights": 1})"), 1) << "nothing was counted";
  second.persist(unsafely::overwrite);
  EXPECT_EQ(second.flights, 2) << "the last writer wins, but counts go on";
}

TEST_F(Counter, begins_at_zero_where_none_is_stored) {
  auto first = saved();
  raw<Gate>().update(by(first.id), R"({"$unset": {"flights": 1}})");
  first.reload();
  auto second = first;
  first.flights += 2;
  first.persist();
  second.flights += 3;
  second.persist();
  EXPECT_EQ(second.flights, 5);
}

TEST_F(Counter, begins_at_its_default_where_none_is_stored) {
  auto first = saved();
  raw<Gate>().update(by(first.id), R"({"$unset": {"tickets": 1}})");
  first.reload();
  EXPECT_EQ(first.tickets, 100);
  auto second = first;
  first.tickets -= 1;
  first.persist();
  EXPECT_EQ(first.tickets, 99);
  EXPECT_EQ(count(R"({"tickets": 99})"), 1);
  second.tickets -= 1;
  EXPECT_EQ(thrown<ConflictError>([&] { second.persist(); }).fields(),
            std::vector<std::string>{"tickets"});
}

TEST_F(Counter, goes_on_from_an_older_name) {
  auto first = saved();
  raw<Gate>().update(by(first.id), R"({"$set": {"departures": 7}, "$unset": {"flights": 1}})");
  first.reload();
  auto second = first;
  EXPECT_EQ(first.flights, 7);
  ++first.flights;
  first.persist();
  EXPECT_EQ(count(R"({"flights": 8, "departures": {"$exists": false}})"), 1);
  ++second.flights;
  EXPECT_THROW(second.persist(), ConflictError) << "it has moved meanwhile";
}

TEST_F(Counter, does_not_hide_what_an_older_program_began_to_count) {
  auto gate = saved();
  raw<Gate>().update(by(gate.id), R"({"$unset": {"flights": 1}})");
  gate.reload();
  raw<Gate>().update(by(gate.id), R"({"$inc": {"departures": 7}})");
  ++gate.flights;
  EXPECT_THROW(gate.persist(), ConflictError);
  gate.reload();
  ++gate.flights;
  gate.persist();
  EXPECT_EQ(gate.flights, 8);
}

TEST_F(Counter, in_a_struct_that_vanished_is_a_conflict_and_makes_no_half_struct) {
  auto gate = saved();
  raw<Gate>().update(by(gate.id), R"({"$unset": {"doors": 1}})");
  ++gate.doors->opened;
  EXPECT_EQ(thrown<ConflictError>([&] { gate.persist(); }).fields(),
            std::vector<std::string>{"doors.opened"});
  EXPECT_EQ(count(R"({"doors": {"$exists": false}})"), 1);
  gate.persist(unsafely::overwrite);
  EXPECT_EQ(count(R"({"doors": {"name": "left", "opened": 1}})"), 1);
}

TEST_F(Counter, in_a_struct_that_another_added_is_not_known_yet) {
  auto gate = saved();
  gate.doors.reset();
  gate.persist();
  auto other = Gate::get(gate.id);
  other.doors = Doors{"new", IntCounter::starting_at(3)};
  other.persist();
  ++gate.flights;
  gate.persist();
  EXPECT_FALSE(gate.doors);
  EXPECT_EQ(thrown<ConflictError>([&] { gate.erase(); }).fields(),
            std::vector<std::string>{"doors"});
  gate.doors = Doors{"mine", {}};
  EXPECT_THROW(gate.persist(), ConflictError);
}

TEST_F(Counter, within_an_element_is_a_part_of_its_vector) {
  auto first = saved();
  auto second = first;
  ++first.others[0].opened;
  first.persist();
  EXPECT_EQ(count(R"({"others": [{"name": "right", "opened": 1}]})"), 1);
  ++second.others[0].opened;
  EXPECT_EQ(thrown<ConflictError>([&] { second.persist(); }).fields(),
            std::vector<std::string>{"others"});
}

TEST_F(Counter, stays_a_number_of_the_type_that_another_program_chose) {
  auto gate = saved();
  raw<Gate>().update(by(gate.id), R"({"$set": {"flights": 2.0}})");
  gate.reload();
  gate.flights += 2;
  gate.persist();
  EXPECT_EQ(gate.flights, 4);
  gate.flights += 1;
  gate.persist();
  EXPECT_EQ(count(R"({"flights": 5})"), 1);
}

TEST_F(Counter, counts_right_from_many_threads) {
  constexpr int threads = 8, times = 40;
  const auto gate = saved();
  std::vector<std::thread> counting;
  for (int t = 0; t < threads; ++t)
    counting.emplace_back([&gate, t] {
      auto mine = Gate::get(gate.id);
      for (int i = 0; i < times; ++i) {
        ++mine.flights;
        if (t % 2 == 0) ++mine.doors->opened;
        mine.persist();
      }
    });
  for (auto& thread : counting) thread.join();
  const auto counted = Gate::get(gate.id);
  EXPECT_EQ(counted.flights, threads * times);
  EXPECT_EQ(counted.doors->opened, threads / 2 * times);
}

}  // namespace
}  // namespace loom::test
