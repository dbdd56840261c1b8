// SPDX-License-Identifier: Apache-2.0
// A watch whose cursor, connection or primary is taken away gives every change once, in order.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include "faults/history.hpp"
#include "loom/loom.hpp"
#include "support/mongod.hpp"
#include "support/replica_set.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Note : PersistableModel<Note> {
  static constexpr auto persist_db = declare_persist_db("faults", "notes");
  Id<Note> id;
  std::int64_t number = 0;
};

using Numbers = std::vector<std::int64_t>;

/// The numbers of the next inserts.
Numbers next_numbers(Watch<Note>& watch, std::size_t many) {
  return with_deadline(30s, [&] {
    Numbers numbers;
    while (numbers.size() < many) numbers.push_back(watch.begin()->after()->number);
    return numbers;
  });
}

class WatchFaults : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Mongod>(); }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override { connect(server().uri()); }
  void TearDown() override { server().heal("failCommand"); }
  static Mongod& server() { return *server_; }

 private:
  static inline std::unique_ptr<Mongod> server_;
};

TEST_F(WatchFaults, resume_after_everything_that_a_server_may_say) {
  auto watch = Note::watch();
  std::int64_t number = 0;
  for (const char* fault :
       {R"({"failCommands": ["getMore"], "closeConnection": true})",
        R"({"failCommands": ["getMore", "aggregate"], "closeConnection": true})",
        R"({"failCommands": ["getMore"], "errorCode": 43})",
        R"({"failCommands": ["getMore", "aggregate"], "errorCode": 10107,
            "errorLabels": ["ResumableChangeStreamError"]})",
        R"({"failCommands": ["getMore"], "errorCode": 237,
            "errorLabels": ["ResumableChangeStreamError"]})"}) {
    Note{.number = ++number}.persist();
    Note{.number = ++number}.persist();
    EXPECT_EQ(next_numbers(watch, 1), Numbers{number - 1});
    server().fail("failCommand", R"({"times": 3})", fault);
    Note{.number = ++number}.persist();
    EXPECT_EQ(next_numbers(watch, 2), (Numbers{number - 1, number})) << fault;
  }
}

TEST_F(WatchFaults, go_on_after_their_cursor_was_killed) {
  auto watch = Note::watch();
  Note{.number = 1}.persist();
  EXPECT_EQ(next_numbers(watch, 1), Numbers{1});
  server().command("admin", R"({"killAllSessions": []})");
  Note{.number = 2}.persist();
  EXPECT_EQ(next_numbers(watch, 1), Numbers{2});
}

TEST_F(WatchFaults, end_by_a_typed_error_where_the_history_is_lost_under_them) {
  auto watch = Note::watch();
  server().fail("failCommand", R"({"times": 1})",
                R"({"failCommands": ["getMore"], "errorCode": 286,
                    "errorLabels": ["NonResumableChangeStreamError"]})");
  EXPECT_THROW(next_numbers(watch, 1), HistoryLostError);
}

TEST(WatchHistory, is_lost_where_the_oplog_has_moved_on) {
  const Mongod server(Mongod::Kind::replica_set, {"--oplogSize", "1"});
  connect(server.uri());
  auto watch = Note::watch();
  const auto token = watch.token();
  const std::string text(1'000'000, 'x');
  for (int i = 0; i < 40; ++i)
    server.command("faults", R"({"insert": "notes", "documents": [{"number": 1, "text": ")" + text +
                                 R"("}]})");
  for (int i = 0; i < 100; ++i) {
    try { static_cast<void>(Note::watch({.after = token})); std::this_thread::sleep_for(100ms); }
    catch (const HistoryLostError& e) { std::cout << i << e.what() << e.code() << std::endl; break; }
  }
  EXPECT_THROW(for (;;) next_numbers(watch, 1), HistoryLostError);
}

TEST_F(WatchFaults, say_who_did_not_answer_at_the_deadline_and_go_on_when_it_does) {
  auto watch = Note::watch();
  server().kill_hard();
  EXPECT_THROW(with_deadline(1s, [&] { watch.begin(); }), ConnectionError);
  EXPECT_THROW(with_deadline(1s, [] { static_cast<void>(Note::watch()); }), ConnectionError);
  server().restart();
  Note{.number = 1}.persist();
  EXPECT_EQ(next_numbers(watch, 1), Numbers{1});
}

TEST_F(WatchFaults, are_stopped_while_there_is_no_server) {
  std::stop_source stop;
  auto watch = Note::watch(stop.get_token());
  server().kill_hard();
  std::jthread reader([&] { EXPECT_EQ(watch.begin(), std::default_sentinel); });
  std::this_thread::sleep_for(200ms);
  stop.request_stop();
  reader.join();
  server().restart();
}

TEST(WatchFailover, sees_each_acknowledged_insert_once_and_in_order_while_primaries_are_killed) {
  constexpr int kills = 2;
  ReplicaSet set;
  // The oplog of a member begins where it was told of the others' data: all three are there by now.
  set.primary().command("faults", R"({"dropDatabase": 1, "writeConcern": {"w": 3}})");
  connect(set.uri());
  std::mt19937 random(announced_seed());

  auto watch = Note::watch(fld<&Note::number> > 0);
  std::atomic<std::int64_t> last{0};
  std::jthread writer([&](std::stop_token stop) {
    while (!stop.stop_requested()) {
      Note{.number = last + 1}.persist();
      ++last;
    }
  });
  for (int kill = 0; kill < kills; ++kill) {
    for (const auto goal = last + random_from(random, 20, 200); last < goal;)
      std::this_thread::sleep_for(1ms);
    Mongod& killed = set.primary();
    killed.kill_hard();
    for (const auto goal = last + 20; last < goal;) std::this_thread::sleep_for(1ms);
    killed.restart();
  }
  writer.request_stop();
  writer.join();

  Numbers expected;
  for (std::int64_t number = 1; number <= last; ++number) expected.push_back(number);
  EXPECT_EQ(next_numbers(watch, expected.size()), expected);
  EXPECT_THROW(with_deadline(1s, [&] { watch.begin(); }), TimeoutError) << "none comes twice";
}

}  // namespace
}  // namespace loom::test
