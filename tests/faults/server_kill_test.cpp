// SPDX-License-Identifier: Apache-2.0
// The server is killed in the middle of writes and comes back on the same data: what was
// acknowledged is there, once.

#include <gtest/gtest.h>

#include <barrier>
#include <chrono>
#include <thread>

#include "faults/history.hpp"
#include "faults/writers.hpp"
#include "loom/loom.hpp"
#include "support/json.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

/// Kills the server in the middle of writes and starts it again, some times.
void kill_often(Mongod& server, Writers& writers, std::mt19937& random) {
  for (int kill = 0; kill < 4; ++kill) {
    writers.await_progress(random_from(random, 5, 100));
    std::this_thread::sleep_for(std::chrono::microseconds(random_from(random, 0, 5'000)));
    server.kill_hard();
    std::this_thread::sleep_for(std::chrono::milliseconds(random_from(random, 0, 300)));
    server.restart();
  }
  writers.await_progress(20);
  writers.stop();
}

TEST(ServerKill, loses_no_acknowledged_write_and_applies_none_twice) {
  std::mt19937 random(announced_seed());
  Mongod server;
  connect(server.uri());
  Writers writers(static_cast<std::uint32_t>(random()));
  kill_often(server, writers, random);
  writers.check();
}

TEST(ServerKill, leaves_in_doubt_what_it_did_not_answer_in_time) {
  std::mt19937 random(announced_seed());
  Mongod server;
  connect(server.uri());
  Writers writers(static_cast<std::uint32_t>(random()), 300ms);
  kill_often(server, writers, random);
  writers.check();
  EXPECT_GT(writers.count(Outcome::unknown) + writers.count(Outcome::fail), 0);
}

TEST(ServerKill, ends_a_stream_by_an_error_and_never_as_if_that_were_all) {
  Mongod server;
  connect(server.uri());
  std::vector<Entry> entries(20'000);
  Entry::persist_many(entries);
  std::size_t seen = 0;
  const auto read_on = [&] {
    for (const Entry& entry : Entry::all().stream()) {
      seen += entry.id.is_set();
      if (seen == 1) server.kill_hard();
    }
  };
  EXPECT_THROW(read_on(), ConnectionError);
  EXPECT_LT(seen, entries.size());
  server.restart();
  EXPECT_EQ(Entry::all().load_many().size(), entries.size());
}

// What follows proves the checker: programs that lose or double writes are found out.

core::Reply write(const std::string& json) {
  const Bson body(json);
  return core::run({"faults", body.bytes(), core::Effect::write, "a write by hand"});
}

TEST(ServerKill, would_be_seen_to_lose_the_writes_of_a_program_that_sets_what_it_read) {
  const Mongod server;
  connect(server.uri());
  write(R"({"insert": "tallies", "documents": [{"_id": 1, "count": 0}]})");
  const auto stored = [&] {
    return server.number("faults", R"({"find": "tallies"})", "cursor.firstBatch.0.count");
  };
  History history;
  std::barrier both(2);
  const auto count_up = [&](std::int64_t first) {
    for (auto number = first; number < first + 20; ++number) {
      const auto read = stored();
      both.arrive_and_wait();
      history.add(
          number, outcome_of([&] {
            write(R"({"update": "tallies", "writeConcern": {"w": 1}, "updates": [{"q": {"_id": 1},
                  "u": {"$set": {"count": )" +
                  std::to_string(read + 1) + "}}}]}");
          }));
      both.arrive_and_wait();
    }
  };
  { std::jthread one(count_up, 0), other(count_up, 1'000); }
  EXPECT_EQ(history.count(Outcome::ok), 40);
  EXPECT_EQ(stored(), 20);
  EXPECT_EQ(history.faults_in_sum(stored()).size(), 1u);
}

TEST(ServerKill, would_be_seen_to_double_the_writes_of_a_program_that_takes_a_doubt_for_a_failure) {
  const Mongod server;
  connect(server.uri());
  Entry entry{.number = 7};
  entry.persist();
  server.fail("failCommand", R"({"times": 1})",
              R"({"failCommands": ["insert"], "writeConcernError": {"code": 64, "errmsg": "w"}})");
  History history;
  for (Outcome outcome = Outcome::unknown; outcome != Outcome::ok;) {
    Entry another{.number = 8};
    outcome = outcome_of([&] { another.persist(); });
    history.add(8, outcome);
  }
  history.add(9, Outcome::ok);
  history.add(10, Outcome::fail);
  history.add(11, Outcome::unknown);
  std::vector<std::int64_t> stored;
  for (const Entry& each : Entry::all().stream()) stored.push_back(each.number);
  EXPECT_EQ(history.faults_in(stored),
            (std::vector<std::string>{"8 was applied more than once",
                                      "9 was acknowledged and is lost", "7 was never written"}));
  EXPECT_EQ(history.faults_in({8, 9, 10}), std::vector<std::string>{"10 was said to have failed"});
}

}  // namespace
}  // namespace loom::test
