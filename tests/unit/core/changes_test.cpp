// SPDX-License-Identifier: Apache-2.0
// What differs between a loaded object and a changed one: the leaves, the guard, the operators.

#include "core/changes.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "loom/info/error.hpp"
#include "loom/info/field.hpp"
#include "support/saved.hpp"

namespace loom::test {
namespace {

struct Place {
  std::string city;
  std::optional<std::string> zip;
  IntCounter visits;
  static constexpr auto names = loom::names(loom::name(fld<&Place::city>, "town"));
  static constexpr auto defaults = loom::defaults(fld<&Place::city>, fld<&Place::visits>);
};
struct Outer {
  Place inner;
  int n = 7;
};
struct Model : reflect::ModelBase {
  Id<Model> id;
  int age = 0;
  std::string name;
  std::optional<int> maybe;
  Nullable<int> null;
  std::vector<int> list;
  Place home;
  std::optional<Place> work;
  std::optional<Outer> deep;
  Document extra;
  IntCounter visits;
  IntCounter from_five = IntCounter::starting_at(5);
  TimeInserted created_at;
  TimeUpdated updated_time;
  static constexpr auto defaults =
      loom::defaults(fld<&Model::age>, fld<&Model::name>, fld<&Model::extra>, fld<&Model::visits>,
                     fld<&Model::created_at>, fld<&Model::updated_time>);
};

const std::string id = R"("_id": {"$oid": "0123456789abcdef01234567"})";
/// A stored document with these members.
std::string stored(const std::string& members) { return "{" + id + ", " + members + "}"; }

template <class T = Model, class Edit>
Saved<T> save(const std::string& members, Edit edit) {
  return Saved<T>(stored(members), edit);
}

std::string equals(const std::string& path, const std::string& value) {
  return R"({ "$eq" : [ "$)" + path + R"(", { "$literal" : )" + value + " } ] }";
}
std::string has_type(const std::string& path, const std::string& type) {
  return R"({ "$eq" : [ { "$type" : "$)" + path + R"(" }, ")" + type + R"(" ] })";
}
std::string all_of(const std::vector<std::string>& terms) {
  std::string text;
  for (const auto& term : terms) text += (text.empty() ? "" : ", ") + term;
  return R"({ "$expr" : { "$and" : [ )" + text + " ] } }";
}

TEST(Changes, nothing_changed_is_no_change) {
  const auto saved = save(R"("age": 3)", [](Model&) {});
  EXPECT_TRUE(saved.changes().empty());
  EXPECT_EQ(saved.guard(), "{ }");
  EXPECT_EQ(saved.update(), "{ }");
}

TEST(Changes, defaults_that_were_filled_in_are_no_change) {
  EXPECT_TRUE(save(R"("maybe": null, "null": 5, "unknown": 1)", [](Model&) {}).changes().empty());
}

TEST(Changes, a_leaf_is_set_where_it_still_is_what_was_loaded) {
  const auto saved =
      save(R"("age": {"$numberLong": "3"}, "name": "Ada")", [](Model& m) { m.age = 4; });
  EXPECT_EQ(saved.update(), R"({ "$set" : { "age" : 4 } })");
  EXPECT_EQ(saved.guard(), all_of({has_type("age", "long"), equals("age", "3")}));
  EXPECT_EQ(saved.guard(false), "{ }");
}

TEST(Changes, a_leaf_that_was_missing_must_still_be_missing) {
  const auto saved = save(R"("name": "Ada")", [](Model& m) { m.age = 4; });
  EXPECT_EQ(saved.update(), R"({ "$set" : { "age" : 4 } })");
  EXPECT_EQ(saved.guard(), all_of({has_type("age", "missing")}));
}

TEST(Changes, an_optional_leaf_appears_and_vanishes) {
  EXPECT_EQ(save(R"("age": 3)", [](Model& m) { m.maybe = 1; }).guard(),
            all_of({has_type("maybe", "missing")}));
  const auto gone = save(R"("maybe": 1)", [](Model& m) { m.maybe.reset(); });
  EXPECT_EQ(gone.update(), R"({ "$unset" : { "maybe" : true } })");
  EXPECT_EQ(gone.guard(), all_of({has_type("maybe", "int"), equals("maybe", "1")}));
}

TEST(Changes, null_is_not_missing) {
  EXPECT_EQ(save(R"("maybe": null)", [](Model& m) { m.maybe = 1; }).guard(),
            all_of({equals("maybe", "null")}));
  const auto cleared = save(R"("null": 5)", [](Model& m) { m.null = {}; });
  EXPECT_EQ(cleared.update(), R"({ "$set" : { "null" : null } })");
  const auto set = save(R"("age": 3)", [](Model& m) { m.null = 5; });
  EXPECT_EQ(set.guard(), all_of({has_type("null", "missing")}));
}

TEST(Changes, containers_and_documents_are_one_leaf) {
  const auto saved = save(R"("list": [1, 2], "extra": {"a": 1})", [](Model& m) {
    m.list.push_back(3);
    m.extra = Document::from_json(R"({"b": 2})");
  });
  EXPECT_EQ(saved.update(), R"({ "$set" : { "list" : [ 1, 2, 3 ], "extra" : { "b" : 2 } } })");
  EXPECT_EQ(saved.guard(), all_of({equals("list", "[ 1, 2 ]"), equals("extra", R"({ "a" : 1 })")}));
}

TEST(Changes, of_a_struct_only_the_changed_leaves_are_written) {
  const auto saved = save(R"("home": {"town": "Paris", "zip": "1", "other": true})", [](Model& m) {
    m.home.city = "Lyon";
    m.home.zip.reset();
  });
  EXPECT_EQ(saved.update(),
            R"({ "$set" : { "home.town" : "Lyon" }, "$unset" : { "home.zip" : true } })");
  EXPECT_EQ(saved.guard(), all_of({has_type("home", "object"), equals("home.town", R"("Paris")"),
                                   has_type("home", "object"), equals("home.zip", R"("1")")}));
  EXPECT_EQ(saved.guard(false), all_of({has_type("home", "object"), has_type("home", "object")}));
}

TEST(Changes, an_optional_struct_appears_and_vanishes_whole) {
  const auto appears = save(R"("age": 3)", [](Model& m) { m.work = Place{.city = "Paris"}; });
  EXPECT_EQ(appears.update(), R"({ "$set" : { "work" : { "town" : "Paris", "visits" : 0 } } })");
  EXPECT_EQ(appears.guard(), all_of({has_type("work", "missing")}));
  const auto vanishes = save(R"("work": {"town": "Paris"})", [](Model& m) { m.work.reset(); });
  EXPECT_EQ(vanishes.update(), R"({ "$unset" : { "work" : true } })");
  EXPECT_EQ(vanishes.guard(), all_of({equals("work", R"({ "town" : "Paris" })")}));
}

TEST(Changes, a_struct_that_was_missing_or_null_is_written_whole) {
  EXPECT_EQ(save(R"("age": 3)", [](Model& m) { m.home.city = "Lyon"; }).update(),
            R"({ "$set" : { "home" : { "town" : "Lyon", "visits" : 0 } } })");
  const auto null = save(R"("work": null)", [](Model& m) { m.work = Place{.city = "Lyon"}; });
  EXPECT_EQ(null.guard(), all_of({equals("work", "null")}));
}

TEST(Changes, leaves_are_found_at_every_depth) {
  const auto saved = save(R"("deep": {"inner": {"town": "Paris"}, "n": 7})",
                          [](Model& m) { m.deep->inner.city = "Lyon"; });
  EXPECT_EQ(saved.update(), R"({ "$set" : { "deep.inner.town" : "Lyon" } })");
  EXPECT_EQ(saved.guard(),
            all_of({has_type("deep.inner", "object"), equals("deep.inner.town", R"("Paris")")}));
  // The inner struct was missing: its parent is there, so it is written whole within it.
  const auto whole = save(R"("deep": {"n": 1})", [](Model& m) { m.deep->inner.city = "Lyon"; });
  EXPECT_EQ(whole.update(), R"({ "$set" : { "deep.inner" : { "town" : "Lyon", "visits" : 0 } } })");
  EXPECT_EQ(whole.guard(), all_of({has_type("deep", "object"), has_type("deep.inner", "missing")}));
}

TEST(Changes, counters_are_sent_as_differences_and_not_compared) {
  const auto saved = save(R"("visits": 10, "home": {"visits": 5}, "from_five": 5)", [](Model& m) {
    m.visits += 3;
    m.home.visits -= 2;
    ++m.from_five;
  });
  EXPECT_EQ(saved.update(),
            R"({ "$inc" : { "home.visits" : -2, "visits" : 3, "from_five" : 1 } })");
  EXPECT_EQ(saved.guard(), all_of({has_type("home", "object")}));
  EXPECT_TRUE(saved.collisions(stored(R"("visits": 99, "home": {}, "from_five": 1)")).empty());
}

TEST(Changes, a_counter_that_is_not_stored_yet_begins_where_it_says) {
  const auto zero = save(R"("age": 3)", [](Model& m) { m.visits += 3; });
  EXPECT_EQ(zero.update(), R"({ "$inc" : { "visits" : 3 } })");
  EXPECT_EQ(zero.guard(), "{ }");
  const auto five = save(R"("age": 3)", [](Model& m) { m.from_five += 3; });
  EXPECT_EQ(five.update(), R"({ "$set" : { "from_five" : 8 } })");
  EXPECT_EQ(five.guard(), all_of({has_type("from_five", "missing")}));
}

TEST(Changes, a_counter_is_not_counted_by_more_than_64_bits_at_once) {
  const std::string least = R"("visits": {"$numberLong": "-9223372036854775808"})";
  const auto count = [](Model& m) {
    m.visits += std::numeric_limits<std::int64_t>::max();
    m.visits += 2;
  };
  EXPECT_THROW(save(least, count), ValidationError);
}

TEST(Changes, what_loom_keeps_is_no_change_of_the_program) {
  const auto saved = save(R"("age": 3)", [](Model& m) {
    ManagedTimeAccess::set(m.created_at, Time::from_millis(5));
    ManagedTimeAccess::set(m.updated_time, Time::from_millis(5));
    m.id = Id<Model>::generate();
  });
  EXPECT_TRUE(saved.changes().empty());
}

TEST(Changes, a_collision_is_named_where_a_loaded_value_differs_now) {
  const auto saved = save(R"("age": 3, "name": "Ada", "work": {"town": "Paris"})", [](Model& m) {
    m.age = 4;
    m.name = "Eve";
    m.maybe = 1;
    m.work->city = "Lyon";
  });
  const std::string same = R"("age": 3, "name": "Ada", "work": {"town": "Paris"}, "list": [1])";
  EXPECT_EQ(saved.collisions(stored(same)), Lines{});
  EXPECT_EQ(saved.collisions(stored(R"("age": 5, "maybe": null, "work": {"town": "Paris"})")),
            (Lines{"age", "name", "maybe"}));
  EXPECT_EQ(saved.collisions(stored(R"("age": 3, "name": "Ada")")), Lines{"work.town"});
  EXPECT_EQ(saved.collisions(stored(R"("age": 3, "name": "Ada", "work": [{"town": "Paris"}])")),
            Lines{"work.town"});
}

TEST(Changes, one_that_wins_over_others_writes_whole_what_stood_around_it) {
  const auto saved =
      save(R"("deep": {"inner": {"town": "Paris"}, "n": 7}, "age": 1)", [](Model& m) {
        m.age = 2;
        m.deep->inner.city = "Lyon";
        m.deep->n = 8;
      });
  auto changes = saved.changes();
  const auto paths = [&] {
    Lines lines;
    for (const auto& change : changes) lines.push_back(change.place.path + " in " + change.parent);
    return lines;
  };
  const auto there = Document::from_json(stored(R"("deep": {"inner": {}})"));
  core::widen(changes, there.bytes(), saved.after().bytes());
  EXPECT_EQ(paths(), (Lines{"age in ", "deep.inner.town in deep.inner", "deep.n in deep"}));
  const auto half = Document::from_json(stored(R"("deep": {"n": 1})"));
  core::widen(changes, half.bytes(), saved.after().bytes());
  EXPECT_EQ(paths(), (Lines{"age in ", "deep.inner in deep", "deep.n in deep"}));
  const auto gone = Document::from_json(stored(R"("age": 1)"));
  core::widen(changes, gone.bytes(), saved.after().bytes());
  EXPECT_EQ(paths(), (Lines{"age in ", "deep in "}));
}

struct Renamed : reflect::ModelBase {
  Id<Renamed> id;
  int total = 0;
  std::optional<Place> place;
  IntCounter visits;
  static constexpr auto names =
      loom::names(loom::name(fld<&Renamed::total>, "sum").also_reads("old").also_reads("older"),
                  loom::name(fld<&Renamed::place>, "place").also_reads("where"),
                  loom::name(fld<&Renamed::visits>, "visits").also_reads("count"));
  static constexpr auto defaults = loom::defaults(fld<&Renamed::total>, fld<&Renamed::visits>);
};

TEST(ChangesOfOlderNames, a_value_is_moved_by_its_next_write) {
  const auto saved = save<Renamed>(R"("old": 1)", [](Renamed& r) { r.total = 2; });
  EXPECT_EQ(saved.update(),
            R"({ "$set" : { "sum" : 2 }, "$unset" : { "old" : true, "older" : true } })");
  EXPECT_EQ(saved.guard(), all_of({has_type("sum", "missing"), has_type("old", "int"),
                                   equals("old", "1"), has_type("older", "missing")}));
  EXPECT_EQ(saved.patched(), Document::from_json(stored(R"("sum": 2)")));
}

TEST(ChangesOfOlderNames, a_value_stays_where_nothing_changed) {
  EXPECT_TRUE(save<Renamed>(R"("old": 1, "count": 5)", [](Renamed&) {}).changes().empty());
}

TEST(ChangesOfOlderNames, a_struct_and_a_counter_are_moved_whole) {
  const auto saved = save<Renamed>(R"("where": {"town": "Paris"}, "count": 5)", [](Renamed& r) {
    r.place->city = "Lyon";
    ++r.visits;
  });
  EXPECT_EQ(saved.update(),
            R"({ "$set" : { "place" : { "town" : "Lyon", "visits" : 0 }, "visits" : 6 }, )"
            R"("$unset" : { "where" : true, "count" : true } })");
  EXPECT_EQ(saved.collisions(stored(R"("where": {"town": "Paris"}, "count": 6)")), Lines{"visits"});
}

}  // namespace
}  // namespace loom::test
