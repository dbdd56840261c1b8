// SPDX-License-Identifier: Apache-2.0
// Two writers of one document: whoever changes what another changed since it was loaded is told
// which leaves, and nothing is written; different leaves never collide.

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

enum class State { draft, paid, shipped };

struct Geo {
  double latitude = 0;
  std::optional<double> height;
};
struct Address {
  std::string city;
  std::optional<std::string> zip;
  Geo geo;
};

struct Booking : PersistableModel<Booking> {
  static constexpr auto persist_db = declare_persist_db("hotel", "bookings");

  Id<Booking> id;
  std::string name;
  int age = 0;
  std::optional<int> rank;
  Address address;
  std::optional<Address> second;
  std::vector<std::string> tags;
  std::vector<std::vector<int>> grid;
  std::map<std::string, double> rates;
  std::array<int, 3> triple{};
  Nullable<std::string> note;
  Document extra;
  State state = State::draft;
  Time placed_at = Time::from_millis(1);
  IntCounter prints;

  static constexpr auto names =
      loom::names(loom::name(fld<&Booking::placed_at>, "placedAt").also_reads("date"));
};

// Two that change the same leaf, and how the document stands before.
struct Collision {
  const char* what;
  std::function<void(Booking&)> mine;
  const char* theirs;  // an update
  std::vector<std::string> fields;
  const char* before = nullptr;  // an update of the usual document
};

const std::vector<Collision>& collisions() {
  static const auto other_city = [](Booking& b) { b.address.city = "Nice"; };
  static const auto other_name = [](Booking& b) { b.name = "Mine"; };
  static const auto no_rank = [](Booking& b) { b.rank.reset(); };
  static const auto new_rank = [](Booking& b) { b.rank = 7; };
  static const auto new_zip = [](Booking& b) { b.address.zip = "06000"; };
  static const auto new_height = [](Booking& b) { b.second->geo.height = 5.5; };
  static const auto new_second = [](Booking& b) { b.second = Address{"Nice", {}, {}}; };
  static const auto new_note = [](Booking& b) { b.note = "mine"; };
  static const auto new_extra = [](Booking& b) { b.extra = Document::from_json(R"({"mine": 1})"); };
  static const auto other_time = [](Booking& b) { b.placed_at = Time::from_millis(5); };
  static const char* no_second_yet = R"({"$unset": {"second": 1}})";
  static const char* with_rank = R"({"$set": {"rank": 3}})";
  static const std::vector<Collision> all = {
      {"a scalar", other_name, R"({"$set": {"name": "Theirs"}})", {"name"}},
      {"a scalar, the same change", other_name, R"({"$set": {"name": "Mine"}})", {"name"}},
      {"a scalar that became an array that holds it",
       other_name,
       R"({"$set": {"name": ["Ada"]}})",
       {"name"}},
      {"a scalar that became null", other_name, R"({"$set": {"name": null}})", {"name"}},
      {"a scalar that vanished", other_name, R"({"$unset": {"name": 1}})", {"name"}},
      {"a number whose type another changed",
       [](Booking& b) { b.age = 1; },
       R"({"$set": {"age": 36.0}})",
       {"age"}},
      {"two leaves, one of them changed",
       [](Booking& b) { b.name = "Mine", b.age = 1; },
       R"({"$set": {"age": 2}})",
       {"age"}},
      {"two leaves, both changed",
       [](Booking& b) { b.name = "Mine", b.age = 1; },
       R"({"$set": {"age": 2, "name": "Theirs"}})",
       {"name", "age"}},
      {"an optional that appears twice", new_rank, R"({"$set": {"rank": 8}})", {"rank"}},
      {"an optional that appears, and as null", new_rank, R"({"$set": {"rank": null}})", {"rank"}},
      {"an optional that was null and vanished",
       new_rank,
       R"({"$unset": {"rank": 1}})",
       {"rank"},
       R"({"$set": {"rank": null}})"},
      {"an optional that vanishes while it changes",
       no_rank,
       R"({"$set": {"rank": 8}})",
       {"rank"},
       with_rank},
      {"an optional that changes while it vanishes",
       new_rank,
       R"({"$unset": {"rank": 1}})",
       {"rank"},
       with_rank},
      {"an optional that becomes null while it vanishes",
       no_rank,
       R"({"$set": {"rank": null}})",
       {"rank"},
       with_rank},
      {"a nested leaf", other_city, R"({"$set": {"address.city": "Lyon"}})", {"address.city"}},
      {"a nested leaf whose parent became null",
       other_city,
       R"({"$set": {"address": null}})",
       {"address.city"}},
      {"a nested leaf whose parent became an array of it",
       other_city,
       R"({"$set": {"address": [{"city": "Paris", "geo": {"latitude": 1.5}}]}})",
       {"address.city"}},
      {"a nested leaf that was missing, and whose parent vanished",
       new_zip,
       R"({"$unset": {"address": 1}})",
       {"address.zip"}},
      {"a nested leaf that was missing, and whose parent became a scalar",
       new_zip,
       R"({"$set": {"address": "Nice"}})",
       {"address.zip"}},
      {"a leaf two levels deep whose grandparent vanished",
       new_height,
       R"({"$unset": {"second": 1}})",
       {"second.geo.height"}},
      {"a leaf two levels deep whose parent vanished",
       new_height,
       R"({"$unset": {"second.geo": 1}})",
       {"second.geo.height"}},
      {"a leaf of a nested optional",
       [](Booking& b) { b.second->city = "Nice"; },
       R"({"$set": {"second.city": "Lyon"}})",
       {"second.city"}},
      {"a nested optional that appears twice",
       new_second,
       R"({"$set": {"second": {"city": "Lyon", "geo": {"latitude": 0.5}}}})",
       {"second"},
       no_second_yet},
      {"a nested optional that appears while a leaf is set in it",
       new_second,
       R"({"$set": {"second.city": "Lyon"}})",
       {"second"},
       no_second_yet},
      {"a nested optional that vanishes while a leaf is set in it",
       [](Booking& b) { b.second.reset(); },
       R"({"$set": {"second.geo.latitude": 3.5}})",
       {"second"}},
      {"a vector",
       [](Booking& b) { b.tags = {"mine"}; },
       R"({"$push": {"tags": "theirs"}})",
       {"tags"}},
      {"a vector that became its element",
       [](Booking& b) { b.tags.clear(); },
       R"({"$set": {"tags": "vip"}})",
       {"tags"}},
      {"a vector of vectors",
       [](Booking& b) { b.grid[1][0] = 9; },
       R"({"$set": {"grid.0.0": 8}})",
       {"grid"}},
      {"a map, by another key",
       [](Booking& b) { b.rates["EUR"] = 2; },
       R"({"$set": {"rates.USD": 3.5}})",
       {"rates"}},
      {"an array", [](Booking& b) { b.triple[0] = 9; }, R"({"$set": {"triple.2": 8}})", {"triple"}},
      {"a Nullable that was null and vanished", new_note, R"({"$unset": {"note": 1}})", {"note"}},
      {"a Nullable that was missing and became null",
       new_note,
       R"({"$set": {"note": null}})",
       {"note"},
       R"({"$unset": {"note": 1}})"},
      {"a Nullable that becomes null",
       [](Booking& b) { b.note.reset(); },
       R"({"$set": {"note": "theirs"}})",
       {"note"},
       R"({"$set": {"note": "before"}})"},
      {"a Document", new_extra, R"({"$set": {"extra.theirs": 1}})", {"extra"}},
      {"a Document whose fields changed their order",
       new_extra,
       R"({"$set": {"extra": {"b": 2, "a": 1}}})",
       {"extra"}},
      {"an enum",
       [](Booking& b) { b.state = State::paid; },
       R"({"$set": {"state": "shipped"}})",
       {"state"}},
      {"a renamed member", other_time, R"({"$set": {"placedAt": {"$date": 9}}})", {"placedAt"}},
      {"an older name",
       other_time,
       R"({"$set": {"date": {"$date": 9}}})",
       {"placedAt"},
       R"({"$rename": {"placedAt": "date"}})"},
      {"an older name that another moved",
       other_time,
       R"({"$rename": {"date": "placedAt"}})",
       {"placedAt"},
       R"({"$rename": {"placedAt": "date"}})"},
      {"a renamed member, by a program that knows its older name",
       other_time,
       R"({"$set": {"date": {"$date": 9}}})",
       {"placedAt"}},
      {"a renamed member that was missing, by a program that knows its older name",
       other_time,
       R"({"$set": {"date": {"$date": 9}}})",
       {"placedAt"},
       R"({"$unset": {"placedAt": 1}})"},
  };
  return all;
}

class Conflict : public InSandbox {
 protected:
  Conflict() {
    Booking booking{.name = "Ada",
                    .age = 36,
                    .address = {"Paris", {}, {1.5, {}}},
                    .second = Address{"Rome", {}, {2.5, {}}},
                    .tags = {"vip"},
                    .grid = {{1, 2}, {3}},
                    .rates = {{"EUR", 1.5}},
                    .triple = {1, 2, 3},
                    .extra = Document::from_json(R"({"a": 1, "b": 2})"),
                    .placed_at = Time::from_millis(1)};
    booking.persist();
    id_ = booking.id;
  }
  Booking load() const { return Booking::get(id_); }
  std::string id() const { return by(id_); }
  Document stored() const { return raw<Booking>().find(id()); }
  void change(const char* update) const { raw<Booking>().update(id(), update); }

 private:
  Id<Booking> id_;
};

class CollisionOf : public Conflict, public ::testing::WithParamInterface<std::size_t> {
 protected:
  const Collision& collision() const { return collisions()[GetParam()]; }
  Booking load_before() const {
    if (collision().before) change(collision().before);
    return load();
  }
};

TEST_P(CollisionOf, is_told_by_its_leaves_and_writes_nothing) {
  SCOPED_TRACE(collision().what);
  auto booking = load_before();
  change(collision().theirs);
  const auto theirs = stored();
  collision().mine(booking);

  const auto conflict = thrown<ConflictError>([&] { booking.persist(); });
  EXPECT_EQ(conflict.fields(), collision().fields);
  EXPECT_FALSE(conflict.deleted());
  EXPECT_TRUE(conflict.retryable());
  EXPECT_EQ(stored(), theirs);
}

TEST_P(CollisionOf, is_won_by_the_word_for_it) {
  SCOPED_TRACE(collision().what);
  auto booking = load_before();
  change(collision().theirs);
  collision().mine(booking);
  EXPECT_THROW(booking.persist(), ConflictError);
  booking.persist(unsafely::overwrite);

  const auto mine = stored();
  auto again = load();
  collision().mine(again);
  again.persist();
  EXPECT_EQ(stored(), mine) << "the change was not written whole";
}

TEST_P(CollisionOf, is_none_where_the_old_value_came_back) {
  SCOPED_TRACE(collision().what);
  auto booking = load_before();
  const auto before = stored();
  change(collision().theirs);
  raw<Booking>().erase(id());
  raw<Booking>().insert(before.to_json());
  collision().mine(booking);
  EXPECT_NO_THROW(booking.persist());
}

INSTANTIATE_TEST_SUITE_P(all, CollisionOf, ::testing::Range(std::size_t{0}, collisions().size()));

using Change = std::function<void(Booking&)>;

TEST_F(Conflict, is_none_between_writers_of_different_leaves) {
  const std::vector<Change> changes = {
      [](Booking& b) { b.name = "Mine"; },
      [](Booking& b) { b.rank = 7; },
      [](Booking& b) { b.address.city = "Nice"; },
      [](Booking& b) { b.address.zip = "06000"; },
      [](Booking& b) { b.address.geo.latitude = 9; },
      [](Booking& b) { b.address.geo.height = 5; },
      [](Booking& b) { b.second->geo.height = 6; },
      [](Booking& b) { b.tags = {"mine"}; },
      [](Booking& b) { b.grid.clear(); },
      [](Booking& b) { b.rates.clear(); },
      [](Booking& b) {
        b.triple = {4, 5, 6};
      },
      [](Booking& b) { b.note = "mine"; },
      [](Booking& b) { b.extra = {}; },
      [](Booking& b) { b.state = State::paid; },
      [](Booking& b) { b.placed_at = Time::from_millis(5); },
  };
  const auto before = stored();
  for (std::size_t i = 0; i < changes.size(); ++i)
    for (std::size_t j = 0; j < changes.size(); ++j) {
      if (i == j) continue;
      raw<Booking>().update(id(), before.to_json());
      auto first = load(), second = load();
      changes[i](first);
      changes[j](second);
      first.persist();
      EXPECT_NO_THROW(second.persist()) << i << " and " << j;
      auto both = load();
      changes[i](both);
      changes[j](both);
      EXPECT_EQ(raw<Booking>().commands_of([&] { both.persist(); }), 0) << i << " and " << j;
    }
}

TEST_F(Conflict, leaves_the_object_as_it_was_so_that_it_can_be_applied_again) {
  auto booking = load();
  change(R"({"$set": {"name": "Theirs", "age": 40}})");
  booking.name = "Mine";
  EXPECT_THROW(booking.persist(), ConflictError);
  EXPECT_THROW(booking.persist(), ConflictError) << "a second try meets the same conflict";
  EXPECT_EQ(booking.name, "Mine");
  booking.reload();
  EXPECT_EQ(booking.name, "Theirs");
  EXPECT_EQ(booking.age, 40);
  booking.name = "Mine";
  booking.persist();
  EXPECT_EQ(load().name, "Mine");
}

TEST_F(Conflict, goes_on_after_a_save_for_what_another_changed_before_it) {
  auto booking = load();
  change(R"({"$set": {"name": "Theirs"}})");
  booking.age = 37;
  booking.persist();
  booking.name = "Mine";
  const auto conflict = thrown<ConflictError>([&] { booking.persist(); });
  EXPECT_EQ(conflict.fields(), std::vector<std::string>{"name"});
}

TEST_F(Conflict, of_a_deleted_document_says_so_and_never_revives_it) {
  auto booking = load();
  raw<Booking>().erase(id());
  booking.name = "Mine";
  EXPECT_TRUE(thrown<ConflictError>([&] { booking.persist(); }).deleted());
  EXPECT_TRUE(thrown<ConflictError>([&] { booking.persist(unsafely::overwrite); }).deleted());
  EXPECT_TRUE(thrown<ConflictError>([&] { booking.erase(); }).deleted());
  booking.name = "Ada";
  booking.prints += 1;
  EXPECT_TRUE(thrown<ConflictError>([&] { booking.persist(); }).deleted()) << "of a counter alone";
  EXPECT_EQ(raw<Booking>().count(), 0);
}

TEST_F(Conflict, compares_texts_exactly_where_the_collection_does_not) {
  raw<Booking>().run(R"({"drop": "bookings"})", core::Effect::idempotent);
  raw<Booking>().run(R"({"create": "bookings", "collation": {"locale": "en", "strength": 2}})",
                     core::Effect::idempotent);
  Booking booking{.name = "Ada"};
  booking.persist();
  raw<Booking>().update(by(booking.id), R"({"$set": {"name": "ADA"}})");
  auto other = booking;
  booking.name = "Mine";
  EXPECT_THROW(booking.persist(), ConflictError);
  EXPECT_THROW(other.erase(), ConflictError);
}

TEST_F(Conflict, names_no_value) {
  auto booking = load();
  change(R"({"$set": {"name": "very private"}})");
  booking.name = "most private";
  const auto text = std::string(thrown<ConflictError>([&] { booking.persist(); }).what());
  EXPECT_EQ(text.find("private"), text.npos) << text;
  EXPECT_NE(text.find("name"), text.npos);
  EXPECT_NE(text.find("reload()"), text.npos);
}

}  // namespace
}  // namespace loom::test
