// SPDX-License-Identifier: Apache-2.0
// A watch whose cursor, connection or primary is taken away gives every change once, in order.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "loom/loom.hpp"
#include "support/mongod.hpp"

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

}  // namespace
}  // namespace loom::test
