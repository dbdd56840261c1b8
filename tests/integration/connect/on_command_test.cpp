// SPDX-License-Identifier: Apache-2.0
// Observers see every command, without its values, and cannot hurt it.

#include "loom/connect/on_command.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "loom/loom.hpp"
#include "support/mongod.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Person : PersistableModel<Person> {
  static constexpr auto persist_db = declare_persist_db("town", "people");
  Id<Person> id;
  std::string name;
  int age = 0;
  static constexpr auto indexes = loom::indexes(unique(fld<&Person::name>));
};

/// What an observer saw while `f` ran.
template <class F>
std::vector<CommandEvent> events_of(F f) {
  std::vector<CommandEvent> events;
  const auto seen = on_command([&](const CommandEvent& event) { events.push_back(event); });
  f();
  EXPECT_FALSE(seen.failure());
  return events;
}

class OnCommand : public InSandbox {
 protected:
  void SetUp() override { Person{.name = "Ada", .age = 36}.persist(); }
};

TEST_F(OnCommand, tells_what_was_asked_and_how_it_ended) {
  const auto events =
      events_of([] { static_cast<void>(Person::filter(fld<&Person::age> > 30).load_many()); });
  ASSERT_EQ(events.size(), 1u);
  const auto& find = events.front();
  EXPECT_EQ(find.name, "find");
  EXPECT_EQ(find.database, "town");
  EXPECT_EQ(find.collection, "people");
  EXPECT_EQ(find.operation, "find town.people");
  EXPECT_EQ(find.shape, R"({"find": "people", "filter": {"age": {"$gt": "?int"}}})");
  EXPECT_EQ(find.outcome, CommandOutcome::succeeded);
  EXPECT_EQ(find.code, 0);
  EXPECT_EQ(find.deliveries, 1);
  EXPECT_GT(find.duration, 0ns);
  EXPECT_LT(find.duration, 30s);
  EXPECT_EQ(find.values, "");
}

TEST_F(OnCommand, tells_the_code_of_what_failed) {
  const auto duplicate =
      events_of([] { EXPECT_THROW(Person{.name = "Ada"}.persist(), DuplicateKeyError); });
  ASSERT_FALSE(duplicate.empty());
  EXPECT_EQ(duplicate.back().name, "insert");
  EXPECT_EQ(duplicate.back().outcome, CommandOutcome::failed);
  EXPECT_EQ(duplicate.back().code, 11000);

  const auto refused = events_of([] {
    const auto wrong = unsafely::raw_filter<Person>(R"({"$nonsense": 1})");
    EXPECT_THROW(static_cast<void>(Person::filter(wrong).count()), ServerError);
  });
  ASSERT_EQ(refused.size(), 1u);
  EXPECT_EQ(refused[0].outcome, CommandOutcome::failed);
  EXPECT_EQ(refused[0].code, 2);
}

TEST_F(OnCommand, never_shows_a_value_unless_the_word_was_said) {
  const auto all = [] {
    Person eve{.name = "hunter2", .age = 20};
    eve.persist();
    eve.age = 4711;
    eve.persist();
    const auto hers = Person::filter(fld<&Person::name> == "hunter2");
    hers.update(fld<& Person::age> = 4711);
    static_cast<void>(hers.load_many());
    static_cast<void>(hers.count());
    static_cast<void>(hers.find_one_and_update(fld<& Person::name> = "hunter2"));
    eve.reload();
    eve.erase();
  };
  const auto events = events_of(all);
  EXPECT_GE(events.size(), 7u);
  for (const auto& event : events) {
    EXPECT_EQ(event.values, "");
    for (const char* value : {"hunter2", "4711"})
      EXPECT_EQ(event.shape.find(value), std::string::npos) << event.shape;
  }
  std::string values, unasked;
  const auto plain = on_command([&](const CommandEvent& event) { unasked += event.values; });
  const auto open =
      on_command([&](const CommandEvent& event) { values += event.values; }, unsafely::with_values);
  all();
  EXPECT_NE(values.find("hunter2"), std::string::npos);
  EXPECT_EQ(unasked, "") << "the word of one observer is not the others'";
}

TEST_F(OnCommand, sees_the_later_batches_of_a_stream) {
  for (int i = 0; i < 9; ++i) Person{.name = std::to_string(i)}.persist();
  std::mutex mutex;
  std::vector<std::string> shapes;
  const auto seen = on_command([&](const CommandEvent& event) {
    const std::lock_guard lock(mutex);
    shapes.push_back(event.shape);
  });
  EXPECT_EQ(Person::all().batch_size(4).load_many().size(), 10u);
  EXPECT_EQ(shapes, (std::vector<std::string>{
                        R"({"find": "people", "filter": {}, "batchSize": "?int"})",
                        R"({"getMore": "?long", "collection": "people", "batchSize": "?int"})",
                        R"({"getMore": "?long", "collection": "people", "batchSize": "?int"})"}));
}

TEST_F(OnCommand, ends_with_its_handle) {
  int first = 0, second = 0;
  auto one = on_command([&](const CommandEvent&) { ++first; });
  {
    const auto other = on_command([&](const CommandEvent&) { ++second; });
    static_cast<void>(Person::all().count());
  }
  auto moved = std::move(one);
  static_cast<void>(Person::all().count());
  moved = on_command([](const CommandEvent&) {});
  static_cast<void>(Person::all().count());
  EXPECT_EQ(first, 2);
  EXPECT_EQ(second, 1);
}

TEST_F(OnCommand, survives_a_callback_that_throws_and_keeps_what_it_threw) {
  int calls = 0;
  const auto bad = on_command([&](const CommandEvent&) {
    ++calls;
    throw std::logic_error("mine");
  });
  EXPECT_EQ(Person::all().count(), 1);
  EXPECT_EQ(Person::all().count(), 1);
  EXPECT_EQ(calls, 1);
  ASSERT_TRUE(bad.failure());
  EXPECT_THROW(std::rethrow_exception(bad.failure()), std::logic_error);
}

TEST_F(OnCommand, lets_a_callback_use_the_database_and_end_itself) {
  int calls = 0;
  std::optional<CommandObserver> seen;
  seen.emplace(on_command([&](const CommandEvent&) {
    ++calls;
    EXPECT_EQ(Person::all().count(), 1);
    seen.reset();
  }));
  EXPECT_EQ(Person::all().count(), 1);
  EXPECT_EQ(Person::all().count(), 1);
  EXPECT_EQ(calls, 1);
}

TEST_F(OnCommand, is_called_by_one_thread_at_a_time) {
  int inside = 0, calls = 0;  // no atomics: the observer's calls follow each other
  bool alone = true;
  auto seen = on_command([&](const CommandEvent&) {
    alone = alone && ++inside == 1;
    ++calls;
    --inside;
  });
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([] {
      for (int n = 0; n < 25; ++n) {
        const auto another = on_command([](const CommandEvent&) {});
        static_cast<void>(Person::all().count());
      }
    });
  threads.clear();
  EXPECT_EQ(calls, 100);
  EXPECT_TRUE(alone);
}

TEST(OnCommandAlone, counts_deliveries_and_knows_doubt) {
  const Mongod server;
  connect(server.uri());
  Person ada{.name = "Ada"};
  ada.persist();
  server.fail("failCommand", R"({"times": 2})",
              R"({"failCommands": ["find"], "closeConnection": true})");
  const auto found = events_of([] { static_cast<void>(Person::all().load_one()); });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].deliveries, 3);
  EXPECT_EQ(found[0].outcome, CommandOutcome::succeeded);

  server.fail("failCommand", R"({"times": 1})",
              R"({"failCommands": ["update"], "closeConnection": true})");
  const auto lost = events_of([] {
    EXPECT_THROW(Person::filter(fld<&Person::age> == 0).update(fld<& Person::age> = 1),
                 InDoubtError);
  });
  ASSERT_EQ(lost.size(), 1u);
  EXPECT_EQ(lost[0].outcome, CommandOutcome::in_doubt);
  EXPECT_EQ(lost[0].deliveries, 1);
  server.heal("failCommand");
}

}  // namespace
}  // namespace loom::test
