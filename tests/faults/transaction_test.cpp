// SPDX-License-Identifier: Apache-2.0
// Transactions whose server fails them: they are begun again, or committed, or in doubt, and how
// often the callback ran is exact.

#include <gtest/gtest.h>

#include <chrono>
#include <iterator>
#include <memory>
#include <optional>
#include <string>

#include "faults/writers.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

/// A way in which the server fails a command of a transaction.
struct Fault {
  std::string name;
  std::string command;
  std::string mode;
  std::string how;
  Outcome outcome;
  int calls;       ///< of the callback
  bool committed;  ///< in the end
};

constexpr const char* once = R"({"times": 1})";
constexpr const char* always = R"("alwaysOn")";
constexpr const char* close_it = R"("closeConnection": true)";
constexpr const char* transient =
    R"("errorCode": 251, "errorLabels": ["TransientTransactionError"])";

const std::vector<Fault> faults = {
    {"its_first_read_is_lost", "find", once, close_it, Outcome::ok, 2, true},
    {"a_batch_is_lost", "getMore", once, close_it, Outcome::ok, 2, true},
    {"a_write_is_lost", "insert", once, close_it, Outcome::ok, 2, true},
    {"the_server_undoes_it", "findAndModify", once, transient, Outcome::ok, 2, true},
    {"the_server_is_no_primary_any_more", "findAndModify", once, R"("errorCode": 10107)",
     Outcome::ok, 2, true},
    {"the_server_refuses_a_write", "insert", once, R"("errorCode": 8000)", Outcome::fail, 1, false},
    {"writes_are_lost_until_the_deadline", "insert", always, close_it, Outcome::fail, 0, false},
    {"a_commit_is_lost", "commitTransaction", once, close_it, Outcome::ok, 1, true},
    {"the_server_is_going_at_the_commit", "commitTransaction", once,
     R"("errorCode": 91, "errorLabels": ["RetryableWriteError"])", Outcome::ok, 1, true},
    {"the_server_undoes_it_at_the_commit", "commitTransaction", once, transient, Outcome::ok, 2,
     true},
    {"a_commit_is_not_confirmed_yet", "commitTransaction", once,
     R"("writeConcernError": {"code": 64, "errmsg": "late"})", Outcome::ok, 1, true},
    {"a_commit_meets_a_server_that_is_going", "commitTransaction", once,
     R"("writeConcernError": {"code": 91, "errmsg": "going"})", Outcome::ok, 1, true},
    {"a_commit_can_never_be_confirmed", "commitTransaction", once,
     R"("writeConcernError": {"code": 100, "errmsg": "never"})", Outcome::unknown, 1, true},
    {"the_time_of_a_commit_is_over", "commitTransaction", once, R"("errorCode": 50)",
     Outcome::unknown, 1, false},
    {"commits_are_lost_until_the_deadline", "commitTransaction", always, close_it, Outcome::unknown,
     1, false},
    {"commits_stay_unconfirmed_until_the_deadline", "commitTransaction", always,
     R"("writeConcernError": {"code": 64, "errmsg": "late"})", Outcome::unknown, 1, true},
    {"a_commit_is_refused", "commitTransaction", once, R"("errorCode": 2)", Outcome::fail, 1,
     false},
};

Outcome outcome_of_transaction(const std::function<void()>& f) {
  try {
    return outcome_of(f);
  } catch (const ServerError&) {
    return Outcome::fail;
  }
}

class LostTransaction : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<Mongod>();
    connect(server_->uri());
    prepare<Tally, Entry, Journal>();
    Journal::persist_many(std::vector<Journal>(1'500));
  }
  static void TearDownTestSuite() { server_.reset(); }
  // One connection must do for all of it.
  void SetUp() override { connect(server_->uri("maxPoolSize=1")); }
  void TearDown() override { server_->heal("failCommand"); }

  static Mongod& server() { return *server_; }

 private:
  static inline std::unique_ptr<Mongod> server_;
};

class FailedTransaction : public LostTransaction, public ::testing::WithParamInterface<Fault> {};

TEST_P(FailedTransaction, takes_effect_once_or_not_at_all_or_is_in_doubt) {
  const Fault& fault = GetParam();
  Tally made;
  made.persist();
  server().fail("failCommand", fault.mode,
                R"({"failCommands": [")" + fault.command + R"("], )" + fault.how + "}");
  static std::int64_t number = 0;
  ++number;
  int calls = 0;
  std::optional<Tally> touched;
  std::optional<Entry> added;
  const auto limit = fault.mode == always ? 1'500ms : std::chrono::milliseconds(30s);
  const auto outcome = outcome_of_transaction([&] {
    with_deadline(limit, [&] {
      transaction([&] {
        ++calls;
        touched = Tally::get(made.id);
        EXPECT_EQ(std::ranges::distance(Journal::all().load_many()), 1'500);
        added = Entry{.number = number};
        added->persist();
        ++touched->count;
        touched->persist();
      });
    });
  });
  EXPECT_TRUE(outcome == fault.outcome);
  if (fault.mode != always || fault.command == "commitTransaction") {
    EXPECT_EQ(calls, fault.calls);
  }
  server().heal("failCommand");

  ++touched->count;
  if (outcome == Outcome::unknown) {
    EXPECT_THROW(touched->persist(), InDoubtError);
    EXPECT_THROW(added->erase(), InDoubtError);
  }
  if (outcome == Outcome::fail) {
    EXPECT_THROW(touched->persist(), TransactionError);
  }
  if (outcome != Outcome::ok) touched->reload();
  EXPECT_EQ(touched->count, (fault.committed ? 1 : 0) + (outcome == Outcome::ok ? 1 : 0));
  EXPECT_EQ(Entry::filter(fld<&Entry::number> == number).count(), fault.committed ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(Where, FailedTransaction, ::testing::ValuesIn(faults),
                         [](const auto& test) { return test.param.name; });

TEST_F(LostTransaction, is_done_again_on_a_server_that_was_killed_in_its_middle) {
  Tally tally;
  tally.persist();
  int calls = 0;
  transaction([&] {
    auto loaded = Tally::get(tally.id);
    ++loaded.count;
    loaded.persist();
    if (++calls > 1) return;
    server().kill_hard();
    server().restart();
    EXPECT_THROW((void)Tally::all().count(), Error);
  });
  EXPECT_EQ(calls, 2) << "and it begins again although the failure was swallowed";
  EXPECT_EQ(Tally::get(tally.id).count, 1);
}

}  // namespace
}  // namespace loom::test
