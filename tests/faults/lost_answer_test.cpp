// SPDX-License-Identifier: Apache-2.0
// Each call that writes, with each way in which a request or its answer is lost: it takes effect
// once, or it is in doubt.

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "faults/history.hpp"
#include "faults/person.hpp"
#include "support/ledgers.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

/// One write that is about to be made.
struct Write {
  std::function<void()> make;
  std::vector<Id<Person>> documents;  ///< that it writes
};

/// A public call.
struct Call {
  std::string name;
  std::string command;  ///< that it sends
  std::string trace;    ///< that it leaves in the server's log of operations
  Write (*prepare)();
};

/// The trace of an event of a time series: the log has no document for each of them.
const std::string in_a_bucket = "bucket";

Reading somebody_measured() {
  return {.id = Id<Reading>::generate(), .at = now(), .sensor = "hall"};
}

Write insert() {
  const auto person = std::make_shared<Person>(somebody());
  return {[=] { person->persist(); }, {person->id}};
}

Write insert_many() {
  const auto people = std::make_shared<std::vector<Person>>();
  Write write{[=] { Person::persist_many(*people); }, {}};
  for (int i = 0; i < 5; ++i) {
    people->push_back(somebody());
    write.documents.push_back(people->back().id);
  }
  return write;
}

Write change() {
  const auto person = std::make_shared<Person>(somebody_stored());
  person->age = 37;
  return {[=] { person->persist(); }, {person->id}};
}

Write modify() {
  const auto id = somebody_stored().id;
  return {[=] { Person::modify(id, [](Person& person) { person.tags.push_back("new"); }); }, {id}};
}

Write erase() {
  const auto person = std::make_shared<Person>(somebody_stored());
  return {[=] { person->erase(); }, {person->id}};
}

// The same document, seen by a model whose counters the server returns.
Write count() {
  const auto id = somebody_stored().id;
  const auto visitor = std::make_shared<Visitor>(Visitor::get(Id<Visitor>(id.key())));
  ++visitor->visits;
  return {[=] {
            visitor->persist();
            EXPECT_EQ(visitor->visits, 1) << "the server's value is not what came back";
          },
          {id}};
}

Write measure_many() {
  const auto readings = std::make_shared<std::vector<Reading>>();
  Write write{[=] { Reading::persist_many(*readings); }, {}};
  for (int i = 0; i < 5; ++i) {
    readings->push_back(somebody_measured());
    write.documents.emplace_back(readings->back().id.key());
  }
  return write;
}

const std::vector<Call> calls = {
    {"insert", "insert", "i", insert},
    {"insert_many", "insert", "i", insert_many},
    {"change", "update", "u", change},
    {"modify", "update", "u", modify},
    {"erase", "delete", "d", erase},
    {"count", "findAndModify", "u", count},
    {"measure_many", "insert", in_a_bucket, measure_many},
};

/// A way in which a write goes wrong.
struct Fault {
  std::string name;
  Outcome outcome;
  int times_applied;
  void (*begin)(const Mongod& server, const std::string& command);
};

constexpr const char* once = R"({"times": 1})";

void fail(const Mongod& server, const std::string& command, const char* mode,
          const std::string& how) {
  server.fail("failCommand", mode, R"({"failCommands": [")" + command + R"("], )" + how + "}");
}

constexpr const char* close = R"("closeConnection": true)";

const std::vector<Fault> faults = {
    {"its_request_is_lost", Outcome::ok, 1,
     [](const Mongod& server, const std::string& command) { fail(server, command, once, close); }},
    {"its_request_is_lost_twice", Outcome::ok, 1,
     [](const Mongod& server, const std::string& command) {
       fail(server, command, R"({"times": 2})", close);
     }},
    {"its_requests_are_lost_until_the_deadline", Outcome::unknown, 0,
     [](const Mongod& server, const std::string& command) {
       fail(server, command, R"("alwaysOn")", close);
     }},
    {"its_answer_is_lost", Outcome::ok, 1,
     [](const Mongod& server, const std::string&) {
       server.fail("onPrimaryTransactionalWrite", once, R"({"closeConnection": true})");
     }},
    {"its_answers_are_lost_until_the_deadline", Outcome::unknown, 1,
     [](const Mongod& server, const std::string& command) {
       server.fail("onPrimaryTransactionalWrite", once, R"({"closeConnection": true})");
       fail(server, command, R"({"skip": 1})", close);
     }},
    {"the_server_breaks_off_before_its_commit", Outcome::ok, 1,
     [](const Mongod& server, const std::string&) {
       server.fail("onPrimaryTransactionalWrite", once,
                   R"({"closeConnection": true, "failBeforeCommitExceptionCode": 1})");
     }},
    {"the_server_says_it_is_no_primary", Outcome::ok, 1,
     [](const Mongod& server, const std::string& command) {
       fail(server, command, once, R"("errorCode": 91, "errorLabels": ["RetryableWriteError"])");
     }},
    {"no_majority_confirms_it", Outcome::unknown, 1,
     [](const Mongod& server, const std::string& command) {
       fail(server, command, once, R"("writeConcernError": {"code": 64, "errmsg": "late"})");
     }},
};

/// How a write ended; for a bulk call, all its items alike.
Outcome outcome_of_write(const Write& write) {
  try {
    return outcome_of(write.make);
  } catch (const BulkError& error) {
    EXPECT_EQ(error.failures().size(), write.documents.size());
    for (const auto& failure : error.failures())
      EXPECT_NE(dynamic_cast<const InDoubtError*>(failure.cause.get()), nullptr)
          << failure.cause->what();
    return Outcome::unknown;
  }
}

class LostAnswer : public ::testing::TestWithParam<std::tuple<Call, Fault>> {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Mongod>(); }
  static void TearDownTestSuite() { server_.reset(); }

  void SetUp() override { connect(server_->uri()); }
  void TearDown() override {
    for (const char* point : {"failCommand", "onPrimaryTransactionalWrite"}) server_->heal(point);
  }

  static const Mongod& server() { return *server_; }

  /// How often a document was written, by the server's own log.
  static std::int64_t times_applied(const std::string& trace, const Id<Person>& id) {
    const std::string key = R"({"$oid": ")" + id.str() + R"("})";
    if (trace == in_a_bucket)
      return server_->number("plant", R"({"count": "readings", "query": {"_id": )" + key + "}}",
                             "n");
    return server_->number("local",
                           R"({"count": "oplog.rs", "query": {"op": ")" + trace +
                               R"(", "$or": [{"o._id": )" + key + R"(}, {"o2._id": )" + key +
                               "}]}}",
                           "n");
  }

 private:
  static inline std::unique_ptr<Mongod> server_;
};

TEST_P(LostAnswer, means_one_effect_or_a_doubt) {
  const auto& [call, fault] = GetParam();
  const Write write = call.prepare();
  fault.begin(server(), call.command);
  const auto limit = fault.outcome == Outcome::ok ? 30s : std::chrono::milliseconds(1'300);
  const auto outcome = with_deadline(limit, [&] { return outcome_of_write(write); });
  EXPECT_TRUE(outcome == fault.outcome);
  for (const auto& id : write.documents)
    EXPECT_EQ(times_applied(call.trace, id), fault.times_applied);
}

INSTANTIATE_TEST_SUITE_P(OfAWrite, LostAnswer,
                         ::testing::Combine(::testing::ValuesIn(calls),
                                            ::testing::ValuesIn(faults)),
                         [](const auto& test) {
                           return std::get<0>(test.param).name + "_where_" +
                                  std::get<1>(test.param).name;
                         });

// On a standalone server nothing is sent twice, so the first lost answer is a doubt.
TEST(LostAnswerOnAStandaloneServer, is_a_doubt_at_once) {
  const Mongod server(Mongod::Kind::standalone);
  connect(server.uri());
  std::int64_t sent = 0;
  for (const auto& call : calls) {
    SCOPED_TRACE(call.name);
    const Write write = call.prepare();
    fail(server, call.command, R"("alwaysOn")", close);
    EXPECT_TRUE(outcome_of_write(write) == Outcome::unknown);
    EXPECT_EQ(
        server.number("admin", R"({"configureFailPoint": "failCommand", "mode": "off"})", "count"),
        ++sent);
  }
}

}  // namespace
}  // namespace loom::test
