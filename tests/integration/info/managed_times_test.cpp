// SPDX-License-Identifier: Apache-2.0
// The times that Loom keeps: both set at the insert, the second at every write, never backwards.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Note : PersistableModel<Note> {
  static constexpr auto persist_db = declare_persist_db("desk", "notes");
  Id<Note> id;
  std::string text;
  int stars = 0;
  TimeInserted created_at;
  TimeUpdated updated_time;
  static constexpr auto names = loom::names(loom::name(fld<&Note::updated_time>, "updatedTime"));
};

const Time noon = parse_time("2026-11-22T12:00:00Z");

class ManagedTimes : public InSandbox {
 protected:
  Note saved() {
    Note note{.text = "a"};
    note.persist();
    return note;
  }
  loom::testing::FrozenClock clock_{noon};
};

TEST_F(ManagedTimes, are_both_set_at_the_insert) {
  const auto note = saved();
  EXPECT_EQ(note.created_at.time(), noon);
  EXPECT_EQ(note.updated_time.time(), noon);
  const auto stored = Note::get(note.id);
  EXPECT_EQ(stored.created_at, note.created_at);
  EXPECT_EQ(stored.updated_time, note.updated_time);
}

TEST_F(ManagedTimes, tell_the_last_write) {
  auto note = saved();
  clock_.advance(1h);
  note.text = "b";
  note.persist();
  EXPECT_EQ(note.created_at.time(), noon);
  EXPECT_EQ(note.updated_time.time(), noon + 1h);
  EXPECT_EQ(Note::get(note.id).updated_time, note.updated_time);
}

TEST_F(ManagedTimes, stay_where_nothing_changed_and_no_round_trip_is_made) {
  auto note = saved();
  clock_.advance(1h);
  EXPECT_EQ(raw<Note>().commands_of([&] { note.persist(); }), 0);
  EXPECT_EQ(note.updated_time.time(), noon);
  EXPECT_EQ(Note::get(note.id).updated_time.time(), noon);
}

TEST_F(ManagedTimes, never_run_backwards) {
  auto note = saved();
  clock_.set(noon - 24h);
  note.text = "b";
  note.persist();
  EXPECT_EQ(note.updated_time.time(), noon) << "the object holds the server's value";
  note.text = "c";
  note.persist(unsafely::overwrite);
  EXPECT_EQ(Note::get(note.id).updated_time.time(), noon);
  std::vector<Note> many = {note};
  many[0].text = "d";
  Note::persist_many(many);
  EXPECT_EQ(Note::get(note.id).updated_time.time(), noon);
}

TEST_F(ManagedTimes, do_not_collide) {
  auto first = saved();
  auto second = Note::get(first.id);
  clock_.advance(2h);
  first.text = "b";
  first.persist();
  clock_.set(noon + 1h);
  second.stars = 5;
  second.persist();
  EXPECT_EQ(second.updated_time.time(), noon + 2h) << "what the other writer has set";
  EXPECT_EQ(Note::get(first.id).updated_time.time(), noon + 2h);
}

TEST_F(ManagedTimes, begin_anew_in_a_copy_that_becomes_another_document) {
  auto note = saved();
  clock_.advance(1h);
  auto copy = note;
  copy.id = {};
  copy.persist();
  EXPECT_EQ(copy.created_at.time(), noon + 1h);
  EXPECT_EQ(Note::get(note.id).created_at.time(), noon);
}

TEST_F(ManagedTimes, of_the_next_version_are_those_of_the_document) {
  const auto note = saved();
  clock_.advance(1h);
  Note next{.id = note.id, .text = "next"};
  next.persist();
  EXPECT_EQ(next.created_at.time(), noon);
  EXPECT_EQ(Note::get(note.id).created_at.time(), noon);
  EXPECT_EQ(next.updated_time.time(), noon + 1h);
}

TEST_F(ManagedTimes, are_set_by_persist_many_as_by_persist) {
  std::vector<Note> notes(3);
  Note::persist_many(notes);
  for (const auto& note : notes) {
    EXPECT_EQ(note.created_at.time(), noon);
    EXPECT_EQ(note.updated_time.time(), noon);
  }
  EXPECT_EQ(raw<Note>().count(R"({"created_at": {"$date": "2026-11-22T12:00:00Z"},
                                  "updatedTime": {"$date": "2026-11-22T12:00:00Z"}})"),
            3);
}

}  // namespace
}  // namespace loom::test
