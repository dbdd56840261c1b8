// SPDX-License-Identifier: Apache-2.0
// The primary of a replica set is killed: another takes over, no acknowledged write is lost, and
// who watches sees each of them once.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <stop_token>
#include <thread>

#include "faults/history.hpp"
#include "faults/transfers.hpp"
#include "faults/writers.hpp"
#include "loom/loom.hpp"
#include "support/json.hpp"
#include "support/replica_set.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

class Failover : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { set_ = std::make_unique<ReplicaSet>(); }
  static void TearDownTestSuite() { set_.reset(); }
  // All three confirm, so that none still rolls back what the last test left: it closes its
  // connections while it does.
  void SetUp() override {
    set().primary().command("faults", R"({"dropDatabase": 1, "writeConcern": {"w": 3}})");
    connect(set().uri());
  }

  static ReplicaSet& set() { return *set_; }

 private:
  static inline std::unique_ptr<ReplicaSet> set_;
};

/// Reads every insert of an Entry from the begin of this object on.
class Watcher {
 public:
  Watcher() : watch_(Entry::watch(stop_.get_token())) {
    reader_ = std::jthread([this] {
      try {
        for (const auto& change : watch_) {
          numbers_.push_back(change.after()->number);
          ++seen_;
        }
      } catch (const std::exception& error) {
        ADD_FAILURE() << "the watcher ended by " << error.what();
      }
    });
  }
  ~Watcher() { stop(); }

  /// Expects that the stored entries were seen, each once, and those of one writer in order.
  void check() {
    const auto stored = Entry::all().count();
    for (const auto end = Writers::Clock::now() + 30s;
         seen_ < stored && Writers::Clock::now() < end;)
      std::this_thread::sleep_for(5ms);
    stop();
    std::map<std::int64_t, std::vector<std::int64_t>> by_writer;
    for (const auto number : numbers_) by_writer[number / 1'000'000].push_back(number);
    for (const auto& [writer, numbers] : by_writer)
      EXPECT_TRUE(std::ranges::is_sorted(numbers)) << "writer " << writer;
    std::vector<std::int64_t> entries;
    for (const Entry& entry : Entry::all().stream()) entries.push_back(entry.number);
    std::ranges::sort(entries);
    std::ranges::sort(numbers_);
    EXPECT_EQ(numbers_, entries);
  }

 private:
  void stop() {
    stop_.request_stop();
    if (reader_.joinable()) reader_.join();
  }

  std::stop_source stop_;
  Watch<Entry> watch_;
  std::vector<std::int64_t> numbers_;
  std::atomic<std::int64_t> seen_{0};
  std::jthread reader_;
};

TEST_F(Failover, loses_no_acknowledged_write_and_applies_none_twice) {
  std::mt19937 random(announced_seed());
  Watcher watcher;
  Writers writers(static_cast<std::uint32_t>(random()));
  for (int kill = 0; kill < 2; ++kill) {
    writers.await_progress(random_from(random, 20, 200));
    Mongod& killed = set().primary();
    killed.kill_hard();
    writers.await_progress(20);
    killed.restart();
  }
  writers.await_progress(20);
  writers.stop();
  writers.check();
  watcher.check();
  EXPECT_EQ(writers.count(Outcome::unknown) + writers.count(Outcome::fail), 0)
      << "a new primary was there long before the deadline of any write";
}

TEST_F(Failover, loses_and_doubles_nothing_where_a_primary_hangs_or_steps_down) {
  std::mt19937 random(announced_seed());
  Watcher watcher;
  Writers writers(static_cast<std::uint32_t>(random()));
  writers.await_progress(random_from(random, 20, 200));
  Mongod& frozen = set().primary();
  frozen.freeze();
  set().primary(&frozen);
  frozen.thaw();
  writers.await_progress(random_from(random, 20, 200));
  set().primary().command("admin", R"({"replSetStepDown": 5, "force": true})");
  writers.await_progress(20);
  writers.stop();
  writers.check();
  watcher.check();
}

TEST_F(Failover, neither_makes_nor_loses_money_that_transactions_move) {
  std::mt19937 random(announced_seed());
  Transfers transfers(static_cast<std::uint32_t>(random()));
  transfers.await_progress(random_from(random, 20, 200));
  Mongod& killed = set().primary();
  killed.kill_hard();
  transfers.await_progress(50);
  killed.restart();
  transfers.await_progress(random_from(random, 20, 200));
  set().primary().command("admin", R"({"replSetStepDown": 5, "force": true})");
  transfers.await_progress(50);
  transfers.stop();
  transfers.check();
}

// A plain read shows only what a majority has, and would let one take the write for lost.
TEST_F(Failover, settles_a_doubt_about_a_write_that_is_still_on_its_way_to_a_majority) {
  Tally tally;
  tally.persist();
  for (auto& member : set().members()) member.fail("stopReplProducer", R"("alwaysOn")", "{}");
  ++tally.count;
  EXPECT_TRUE(outcome_of([&] { with_deadline(1s, [&] { tally.persist(); }); }) == Outcome::unknown);
  EXPECT_EQ(Tally::get(tally.id).count, 0);
  EXPECT_THROW(with_deadline(500ms, [&] { tally.reload(); }), TimeoutError);
  for (auto& member : set().members()) member.heal("stopReplProducer");
  tally.reload();
  EXPECT_EQ(tally.count, 1);
  ++tally.count;
  tally.persist();
  EXPECT_EQ(Tally::get(tally.id).count, 2);
}

TEST_F(Failover, does_not_take_a_repeated_insert_for_done_before_a_majority_has_it) {
  Entry entry{.number = 1};
  Entry{.number = 0}.persist();  // makes the collection
  for (auto& member : set().members()) member.fail("stopReplProducer", R"("alwaysOn")", "{}");
  const auto persist = [&] { with_deadline(1s, [&] { entry.persist(); }); };
  EXPECT_TRUE(outcome_of(persist) == Outcome::unknown);
  EXPECT_TRUE(outcome_of(persist) == Outcome::unknown) << "only the primary has it";
  for (auto& member : set().members()) member.heal("stopReplProducer");
  entry.persist();
  Mongod& killed = set().primary();
  killed.kill_hard();
  EXPECT_EQ(Entry::all().count(), 2);
  EXPECT_TRUE(Entry::load(entry.id));
  killed.restart();
}

// The control: the same fault takes away what only one member had, and the checker sees it.
TEST_F(Failover, loses_what_only_the_primary_confirmed_and_loom_never_calls_that_done) {
  Entry{.number = 1}.persist();
  Mongod& killed = set().primary();
  for (auto& member : set().members())
    if (&member != &killed) member.fail("stopReplProducer", R"("alwaysOn")", "{}");

  History by_hand, by_loom;
  by_loom.add(1, Outcome::ok);
  const Bson insert(
      R"({"insert": "by_hand", "documents": [{"_id": 2}], "writeConcern": {"w": 1}})");
  by_hand.add(2, outcome_of([&] {
                core::run({"faults", insert.bytes(), core::Effect::write, "an insert by hand"});
              }));
  by_loom.add(3, outcome_of([] { with_deadline(1s, [] { Entry{.number = 3}.persist(); }); }));
  EXPECT_EQ(by_hand.count(Outcome::ok), 1);
  EXPECT_EQ(by_loom.count(Outcome::unknown), 1);

  killed.kill_hard();
  for (auto& member : set().members())
    if (&member != &killed) member.heal("stopReplProducer");
  Mongod& primary = set().primary();
  killed.restart();
  const auto found = primary.number("faults", R"({"count": "by_hand"})", "n");
  std::vector<std::int64_t> stored;
  for (const Entry& entry : Entry::all().stream()) stored.push_back(entry.number);
  EXPECT_EQ(by_hand.faults_in(std::vector<std::int64_t>(static_cast<std::size_t>(found), 2)),
            std::vector<std::string>{"2 was acknowledged and is lost"});
  EXPECT_EQ(by_loom.faults_in(stored), std::vector<std::string>{});
}

}  // namespace
}  // namespace loom::test
