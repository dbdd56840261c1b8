// SPDX-License-Identifier: Apache-2.0
// Records whose insert is in doubt: persisted again they are there once, whether the lost request
// had arrived or not.

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "loom/connect/connect.hpp"
#include "loom/info/prepare.hpp"
#include "loom/info/transaction.hpp"
#include "support/ledgers.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

Price make(Price*) { return price("tea", 10); }
Reading make(Reading*) { return {.at = now(), .sensor = "hall", .celsius = 20}; }
void change(Price& price) { ++price.amount; }
void change(Reading& reading) { ++reading.celsius; }

/// A server that loses each insert: its request, or its answer.
class Losing {
 public:
  Losing(const Mongod& server, bool arrives) : server_(server) {
    if (arrives)
      server.fail("onPrimaryTransactionalWrite", R"({"times": 1})", R"({"closeConnection": true})");
    server.fail("failCommand", arrives ? R"({"skip": 1})" : R"("alwaysOn")",
                R"({"failCommands": ["insert"], "closeConnection": true})");
  }
  ~Losing() {
    for (const char* point : {"failCommand", "onPrimaryTransactionalWrite"}) server_.heal(point);
  }

 private:
  const Mongod& server_;
};

class RecordDoubt : public ::testing::TestWithParam<bool> {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Mongod>(); }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override {
    connect(server_->uri());
    for (const char* database : {"shop", "plant"})
      server_->command(database, R"({"dropDatabase": 1})");
  }

  template <class Model>
  static void settles_one() {
    make(static_cast<Model*>(nullptr)).persist();
    auto record = make(static_cast<Model*>(nullptr));
    {
      const Losing losing(*server_, GetParam());
      EXPECT_THROW(with_deadline(700ms, [&] { record.persist(); }), InDoubtError);
    }
    const auto id = record.id;
    ASSERT_TRUE(id.is_set());
    EXPECT_EQ(Model::all().count(), GetParam() ? 2 : 1);
    record.persist();
    EXPECT_EQ(record.id, id) << "it keeps its id";
    EXPECT_EQ(Model::all().count(), 2);
    record.persist();
    EXPECT_NE(record.id, id);
    EXPECT_EQ(Model::all().count(), 3) << "the next one is a record of its own";
  }

  template <class Model>
  static void settles_before_a_change() {
    const auto before = Model::all().count();
    auto record = make(static_cast<Model*>(nullptr));
    {
      const Losing losing(*server_, GetParam());
      EXPECT_THROW(with_deadline(700ms, [&] { record.persist(); }), InDoubtError);
    }
    const auto id = record.id;
    change(record);
    record.persist();
    EXPECT_NE(record.id, id);
    EXPECT_EQ(Model::all().count(), before + 2) << "what was sent, and what was changed since";
    EXPECT_TRUE(Model::load(id));
  }

  template <class Model>
  static void settles_many() {
    std::vector<Model> records(3, make(static_cast<Model*>(nullptr)));
    {
      const Losing losing(*server_, GetParam());
      EXPECT_THROW(with_deadline(700ms, [&] { Model::persist_many(records); }), BulkError);
    }
    EXPECT_EQ(Model::all().count(), GetParam() ? 3 : 0);
    Model::persist_many(records);
    EXPECT_EQ(Model::all().count(), 3);
  }

  static inline std::unique_ptr<Mongod> server_;
};

TEST_P(RecordDoubt, of_a_ledger_is_settled_by_persisting_it_again) {
  settles_one<Price>();
  settles_before_a_change<Price>();
}
TEST_P(RecordDoubt, of_a_time_series_is_settled_by_persisting_it_again) {
  settles_one<Reading>();
  settles_before_a_change<Reading>();
}
TEST_P(RecordDoubt, of_many_is_settled_by_persisting_them_again) {
  settles_many<Price>();
  settles_many<Reading>();
}

TEST_P(RecordDoubt, is_none_in_a_transaction_that_is_begun_again) {
  prepare<Price>();
  const std::string fails = GetParam() ? "commitTransaction" : "insert";
  server_->fail("failCommand", R"({"times": 1})",
                R"({"failCommands": [")" + fails +
                    R"("], "errorCode": 251, "errorLabels": ["TransientTransactionError"]})");
  auto tea = price("tea", 0);
  std::vector<Price> many{price("rum", 1), price("ale", 2)};
  int calls = 0;
  transaction([&] {
    ++calls;
    tea.amount = 10;
    tea.persist();
    Price::persist_many(many);
    price("gin", 3).persist();
  });
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(Price::all().count(), 4);
  EXPECT_EQ(Price::latest("tea")->id, tea.id);
}

INSTANTIATE_TEST_SUITE_P(WhereTheRequest, RecordDoubt, ::testing::Bool(), [](const auto& arrived) {
  return arrived.param ? "had_arrived" : "was_lost";
});

}  // namespace
}  // namespace loom::test
