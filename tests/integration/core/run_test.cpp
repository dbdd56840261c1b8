// SPDX-License-Identifier: Apache-2.0
// A command takes effect once, whatever happens to its answer; what is left open is said.

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

#include "loom/connect/connect.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"
#include "support/json.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;
using core::Effect;

// One replica set for all tests of this file; each has a collection of its own.
class Run : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Mongod>(); }
  static void TearDownTestSuite() { server_.reset(); }

  void SetUp() override {
    connect(server().uri());
    server().command("shop",
                     R"({"insert": ")" + name() + R"(", "documents": [{"_id": 1, "n": 0}]})");
  }
  void TearDown() override {
    for (const char* point : {"failCommand", "onPrimaryTransactionalWrite"}) server().heal(point);
  }

  static Mongod& server() { return *server_; }
  static std::string name() {
    return ::testing::UnitTest::GetInstance()->current_test_info()->name();
  }

  static core::Reply run(const std::string& json, Effect effect = Effect::write) {
    const Bson body(json);
    return core::run(
        {.database = "shop", .body = body.bytes(), .effect = effect, .operation = "try shop.c"});
  }
  static core::Reply increment() {
    return run(R"({"update": ")" + name() +
               R"(", "updates": [{"q": {"_id": 1}, "u": {"$inc": {"n": 1}}}]})");
  }
  static core::Reply find() {
    return run(R"({"find": ")" + name() + R"(", "filter": {"_id": 1}})", Effect::read);
  }
  static std::int64_t n() {
    return server().number("shop", R"({"find": ")" + name() + R"("})", "cursor.firstBatch.0.n");
  }

 private:
  static inline std::unique_ptr<Mongod> server_;
};

constexpr const char* once = R"({"times": 1})";
constexpr const char* twice = R"({"times": 2})";
constexpr const char* always = R"("alwaysOn")";
constexpr const char* lose_the_update = R"({"failCommands": ["update"], "closeConnection": true})";
constexpr const char* close = R"({"closeConnection": true})";

TEST_F(Run, gives_the_servers_reply) {
  EXPECT_EQ(number_at(find().bytes(), "cursor.firstBatch.0._id"), 1);
  EXPECT_EQ(number_at(increment().bytes(), "nModified"), 1);
  EXPECT_EQ(n(), 1);
}

TEST_F(Run, writes_for_a_majority_with_a_transaction_number_and_reads_what_a_majority_has) {
  server().command("shop", R"({"profile": 2})");
  increment();
  find();
  server().command("shop", R"({"profile": 0})");
  const auto entry = [&](const char* kind) {
    return server().command("shop", R"({"find": "system.profile", "filter": {"command.)" +
                                        std::string(kind) + R"(": ")" + name() + R"("}})");
  };
  EXPECT_NE(entry("find").find(R"("level" : "majority")"), std::string::npos) << entry("find");
  EXPECT_NE(entry("find").find(R"("maxTimeMS")"), std::string::npos);
  const auto log = server().command(
      "local", R"({"find": "oplog.rs", "filter": {"ns": "shop.)" + name() + R"(", "op": "u"}})");
  EXPECT_NE(log.find("txnNumber"), std::string::npos) << log;
}

TEST_F(Run, a_lost_request_is_sent_again) {
  server().fail("failCommand", once, lose_the_update);
  increment();
  EXPECT_EQ(n(), 1);
}

TEST_F(Run, a_lost_answer_of_a_write_that_was_applied_is_asked_for_again) {
  server().fail("onPrimaryTransactionalWrite", once, close);
  EXPECT_EQ(number_at(increment().bytes(), "nModified"), 1);
  EXPECT_EQ(n(), 1);
}

TEST_F(Run, a_crash_before_the_commit_is_made_good) {
  server().fail("onPrimaryTransactionalWrite", once,
                R"({"closeConnection": true, "failBeforeCommitExceptionCode": 1})");
  increment();
  EXPECT_EQ(n(), 1);
}

TEST_F(Run, two_failures_in_a_row_are_made_good_too) {
  server().fail("onPrimaryTransactionalWrite", twice, close);
  server().fail("failCommand", twice, lose_the_update);
  increment();
  EXPECT_EQ(n(), 1);
}

TEST_F(Run, a_server_that_says_it_is_no_primary_is_asked_again) {
  server().fail(
      "failCommand", once,
      R"({"failCommands": ["update"], "errorCode": 91, "errorLabels": ["RetryableWriteError"]})");
  increment();
  EXPECT_EQ(n(), 1);
}

TEST_F(Run, a_write_that_stays_lost_is_in_doubt) {
  server().fail("failCommand", always, lose_the_update);
  EXPECT_THROW(with_deadline(300ms, increment), InDoubtError);
  server().heal("failCommand");
  increment();
  EXPECT_EQ(n(), 1);
}

TEST_F(Run, a_read_that_stays_lost_is_a_timeout) {
  server().fail("failCommand", always, R"({"failCommands": ["find"], "closeConnection": true})");
  EXPECT_THROW(with_deadline(300ms, find), TimeoutError);
}

TEST_F(Run, a_write_that_no_majority_confirmed_is_in_doubt) {
  server().fail(
      "failCommand", once,
      R"({"failCommands": ["update"], "writeConcernError": {"code": 64, "errmsg": "waiting"}})");
  try {
    increment();
    FAIL() << "a write that may be rolled back passed as done";
  } catch (const InDoubtError& error) {
    EXPECT_EQ(error.code(), 64);
    EXPECT_NE(std::string(error.what()).find("rolled back"), std::string::npos) << error.what();
  }
  EXPECT_EQ(n(), 1) << "it is applied all the same";
}

TEST_F(Run, a_write_concern_error_of_a_server_that_is_going_is_asked_again) {
  server().fail(
      "failCommand", once,
      R"({"failCommands": ["update"], "writeConcernError": {"code": 91, "errmsg": "going"}})");
  increment();
  EXPECT_EQ(n(), 1);
}

TEST_F(Run, an_update_of_many_documents_is_sent_once_only) {
  const auto update_all = [&] {
    return run(R"({"update": ")" + name() +
               R"(", "updates": [{"q": {}, "u": {"$inc": {"n": 1}}, "multi": true}]})");
  };
  EXPECT_EQ(number_at(update_all().bytes(), "nModified"), 1);
  server().fail("failCommand", once, lose_the_update);
  EXPECT_THROW(update_all(), InDoubtError);
  EXPECT_EQ(n(), 1);
}

TEST_F(Run, a_refusal_is_a_server_error_without_values) {
  try {
    run(R"({"update": ")" + name() +
        R"(", "updates": [{"q": {"_id": 1}, "u": {"$bad": {"n": "hunter2"}}}], "nonsense": "hunter2"})");
    FAIL() << "a command that is wrong passed";
  } catch (const ServerError& error) {
    EXPECT_NE(error.code(), 0);
    EXPECT_EQ(error.operation(), "try shop.c");
    EXPECT_FALSE(error.retryable());
    EXPECT_EQ(std::string(error.what()).find("hunter2"), std::string::npos) << error.what();
  }
}

TEST_F(Run, a_duplicate_key_names_the_index_and_its_fields_and_no_value) {
  run(R"({"createIndexes": ")" + name() +
          R"(", "indexes": [{"key": {"email": 1, "age": -1}, "name": "email_age", "unique": true}]})",
      Effect::idempotent);
  run(R"({"insert": ")" + name() +
      R"(", "documents": [{"_id": 2, "email": "hunter2", "age": 1}]})");
  try {
    run(R"({"findAndModify": ")" + name() +
        R"(", "query": {"_id": 1}, "update": {"$set": {"email": "hunter2", "age": 1}}})");
    FAIL() << "two documents with one key";
  } catch (const DuplicateKeyError& error) {
    EXPECT_EQ(error.index(), "email_age");
    EXPECT_EQ(error.fields(), (std::vector<std::string>{"email", "age"}));
    EXPECT_EQ(std::string(error.what()).find("hunter2"), std::string::npos) << error.what();
  }
}

TEST_F(Run, write_errors_of_statements_stay_in_the_reply) {
  const auto reply = run(R"({"insert": ")" + name() + R"(", "documents": [{"_id": 1}]})");
  EXPECT_EQ(number_at(reply.bytes(), "writeErrors.0.code"), 11000);
}

TEST_F(Run, a_command_larger_than_the_server_takes_is_refused_before_it_is_sent) {
  const std::string text(17 * 1024 * 1024, 'x');
  EXPECT_THROW(run(R"({"insert": "big", "documents": [{"_id": 2, "text": ")" + text + R"("}]})"),
               ValidationError);
}

TEST_F(Run, a_document_of_nearly_16_mebibytes_is_taken) {
  const std::string text(16 * 1024 * 1024 - 64, 'x');
  const auto reply =
      run(R"({"insert": ")" + name() + R"(", "documents": [{"_id": 2, "t": ")" + text + R"("}]})");
  EXPECT_EQ(number_at(reply.bytes(), "n"), 1);
}

TEST_F(Run, many_threads_share_a_small_pool) {
  connect(server().uri("maxPoolSize=4"));
  std::vector<std::jthread> threads;
  for (int i = 0; i < 64; ++i)
    threads.emplace_back([] {
      for (int k = 0; k < 5; ++k) increment();
    });
  threads.clear();
  EXPECT_EQ(n(), 64 * 5);
}

// Every thread of the pool waits for the server; one more ends at its own deadline.
TEST_F(Run, a_pool_that_is_in_use_until_the_deadline_is_a_timeout_that_says_so) {
  connect(server().uri("maxPoolSize=1"));
  server().fail("failCommand", once,
                R"({"failCommands": ["find"], "blockConnection": true, "blockTimeMS": 800})");
  std::jthread slow([] { find(); });
  std::this_thread::sleep_for(200ms);
  try {
    with_deadline(100ms, increment);
    FAIL() << "there was no connection left";
  } catch (const TimeoutError& error) {
    EXPECT_NE(std::string(error.what()).find("maxPoolSize"), std::string::npos) << error.what();
  }
  slow.join();
  EXPECT_EQ(n(), 0);
}

TEST(RunOnAStandaloneServer, reads_and_writes_without_transaction_numbers) {
  const Mongod server(Mongod::Kind::standalone);
  connect(server.uri());
  const Bson insert(R"({"insert": "c", "documents": [{"_id": 1}]})");
  core::run(
      {.database = "shop", .body = insert.bytes(), .effect = Effect::write, .operation = "insert"});
  const Bson find(R"({"find": "c"})");
  const auto reply = core::run({.database = "shop", .body = find.bytes(), .operation = "find"});
  EXPECT_EQ(number_at(reply.bytes(), "cursor.firstBatch.0._id"), 1);
}

TEST(RunOnAStandaloneServer, a_lost_answer_of_a_write_is_in_doubt_at_once) {
  const Mongod server(Mongod::Kind::standalone);
  connect(server.uri());
  server.fail("failCommand", once, R"({"failCommands": ["insert"], "closeConnection": true})");
  const Bson insert(R"({"insert": "c", "documents": [{"_id": 1}]})");
  EXPECT_THROW(core::run({.database = "shop",
                          .body = insert.bytes(),
                          .effect = Effect::write,
                          .operation = "insert"}),
               InDoubtError);
  EXPECT_EQ(server.number("shop", R"({"count": "c"})", "n"), 0) << "and it was not sent again";
}

}  // namespace
}  // namespace loom::test
