// SPDX-License-Identifier: Apache-2.0
// Two versions of a program share a collection: what one does not know, its writes leave alone.

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Place {
  std::string city;
  std::optional<std::string> zip;
};
struct Stop {
  Place place;
  int nights = 1;
};
struct Step {
  std::string what;
  Stop stop;
  static constexpr auto names =
      loom::names(loom::name(fld<&Step::stop>, "stop").also_reads("halt"));
};
struct Trip : PersistableModel<Trip> {
  static constexpr auto persist_db = declare_persist_db("travel", "trips");
  Id<Trip> id;
  std::string name;
  Stop first;
  std::optional<Stop> last;
  Nullable<Place> home;
  std::vector<Stop> stops;
  std::map<std::string, Stop> by_name;
  std::array<Place, 1> ends;
  std::vector<std::map<std::string, std::vector<Place>>> deep;
  std::vector<Step> steps;
  Document extra;
};

class UnknownFields : public InSandbox {
 protected:
  static constexpr const char* place = R"({"city": "Rome", "x": 1})";
  static std::string stop() {
    return R"({"place": )" + std::string(place) + R"(, "nights": 2, "x": [1, null]})";
  }

  // A document with a field "x" at every level, and what is `more`.
  UnknownFields() {
    raw<Trip>().insert(
        R"({"_id": {"$oid": "65f000000000000000000001"}, "x": {"a": 1}, "name": "Rome",
            "first": )" +
        stop() + R"(, "last": )" + stop() + R"(, "home": )" + place + R"(, "stops": [)" + stop() +
        "," + stop() + R"(], "by_name": {"x": )" + stop() + R"(}, "ends": [)" + place +
        R"(], "deep": [{"x": [)" + place + R"(]}], "steps": [{"what": "go", "halt": )" + stop() +
        R"(}], "extra": {"x": 1}, "y": {"$numberDecimal": "1.10"}})");
  }
  static Trip load() { return Trip::get(Id<Trip>::from_string("65f000000000000000000001")); }

  // Applies a change that would drop fields; gives the error's text.
  template <class Change>
  static std::string refused(Change change) {
    const auto before = raw<Trip>().find();
    auto trip = load();
    change(trip);
    const std::string text = thrown<SchemaError>([&] { trip.persist(); }).what();
    EXPECT_EQ(raw<Trip>().find(), before) << "nothing was written";
    EXPECT_THROW(trip.persist(unsafely::overwrite), SchemaError);
    return text;
  }
  static bool names(const std::string& text, const std::string& field) {
    return text.find(" " + field + ";") != text.npos || text.find(" " + field + ",") != text.npos;
  }
};

TEST_F(UnknownFields, survive_changes_at_every_level_of_nested_structs) {
  auto trip = load();
  trip.name = "Roma";
  trip.first.place.city = "Roma";
  trip.first.place.zip = "00100";
  trip.first.nights = 3;
  trip.last->place.city = "Roma";
  trip.home->zip = "00100";
  trip.persist();
  EXPECT_EQ(raw<Trip>().count(
                R"({"x.a": 1, "first.x": [1, null], "first.place.x": 1, "last.x": [1, null],
                    "last.place.x": 1, "home.x": 1, "y": {"$numberDecimal": "1.10"},
                    "name": "Roma", "first.place.zip": "00100", "last.place.city": "Roma"})"),
            1)
      << raw<Trip>().json();
  EXPECT_EQ(load().stops.size(), 2);
}

TEST_F(UnknownFields, are_left_alone_by_an_object_that_changes_nothing) {
  auto trip = load();
  EXPECT_EQ(raw<Trip>().commands_of([&] { trip.persist(); }), 0);
}

TEST_F(UnknownFields, that_a_rewritten_vector_would_drop_refuse_the_write) {
  const auto text = refused([](Trip& t) { t.stops[1].nights = 5; });
  for (const char* field : {"stops[0].x", "stops[0].place.x", "stops[1].x", "stops[1].place.x"})
    EXPECT_TRUE(names(text, field)) << field << " in: " << text;
  refused([](Trip& t) { t.stops.pop_back(); });
  refused([](Trip& t) { t.stops.clear(); });
}

TEST_F(UnknownFields, that_a_rewritten_map_or_array_would_drop_refuse_the_write) {
  EXPECT_TRUE(names(refused([](Trip& t) { t.by_name["y"]; }), "by_name.x.place.x"));
  EXPECT_TRUE(names(refused([](Trip& t) { t.ends[0].city = "Roma"; }), "ends[0].x"));
  EXPECT_TRUE(names(refused([](Trip& t) { t.deep.clear(); }), "deep[0].x[0].x"));
}

TEST_F(UnknownFields, under_an_older_name_refuse_the_write_too) {
  const auto text = refused([](Trip& t) { t.steps[0].what = "stay"; });
  EXPECT_TRUE(names(text, "steps[0].halt.x")) << text;
  EXPECT_TRUE(names(text, "steps[0].halt.place.x")) << text;
}

TEST_F(UnknownFields, in_a_struct_that_is_taken_away_refuse_the_write) {
  EXPECT_TRUE(names(refused([](Trip& t) { t.last.reset(); }), "last.place.x"));
  EXPECT_TRUE(names(refused([](Trip& t) { t.home.reset(); }), "home.x"));
}

TEST_F(UnknownFields, are_none_in_a_map_or_a_Document) {
  auto trip = load();
  trip.extra = Document::from_json(R"({"y": 2})");
  trip.persist();
  EXPECT_EQ(raw<Trip>().count(R"({"extra": {"y": 2}})"), 1);
}

TEST_F(UnknownFields, do_not_hinder_a_vector_whose_elements_have_none) {
  raw<Trip>().update(
      "{}", R"({"$set": {"stops": [{"place": {"city": "Rome", "zip": null}, "nights": 2}]}})");
  auto trip = load();
  trip.stops.push_back({{"Oslo", {}}, 1});
  trip.persist();
  EXPECT_EQ(load().stops.size(), 2);
}

TEST_F(UnknownFields, refuse_one_object_of_many_and_the_others_are_saved) {
  std::vector<Trip> trips = {load(), Trip{.name = "new"}};
  trips[0].stops.clear();
  const auto error = thrown<BulkError>([&] { Trip::persist_many(trips); });
  ASSERT_EQ(error.failures().size(), 1);
  EXPECT_EQ(error.failures()[0].index, 0);
  EXPECT_TRUE(dynamic_cast<const SchemaError*>(error.failures()[0].cause.get()));
  EXPECT_EQ(raw<Trip>().count(), 2);
}

}  // namespace
}  // namespace loom::test
