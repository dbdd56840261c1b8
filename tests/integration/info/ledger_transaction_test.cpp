// SPDX-License-Identifier: Apache-2.0
// Records and transactions: a ledger takes part, a time series does not.

#include <gtest/gtest.h>

#include "loom/info/prepare.hpp"
#include "loom/info/transaction.hpp"
#include "support/ledgers.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

class LedgerTransactionTest : public InSandbox {
 protected:
  LedgerTransactionTest() { prepare<Price, Reading>(); }
};

TEST_F(LedgerTransactionTest, inserts_records_after_each_other_and_none_where_it_fails) {
  EXPECT_THROW(transaction([] {
                 auto tea = price("tea", 10);
                 tea.persist();
                 tea.amount = 12;
                 tea.persist();
                 EXPECT_EQ(Price::history("tea").count(), 2);
                 EXPECT_EQ(Price::latest("tea")->amount, 12);
                 throw std::runtime_error("changed my mind");
               }),
               std::runtime_error);
  EXPECT_EQ(Price::all().count(), 0);
}

TEST_F(LedgerTransactionTest, refuses_a_record_that_was_loaded_before) {
  price("tea", 10).persist();
  auto tea = *Price::latest("tea");
  EXPECT_THROW(transaction([&] {
                 ++tea.amount;
                 tea.persist();
               }),
               TransactionError);
  EXPECT_EQ(Price::all().count(), 1);
}

TEST_F(LedgerTransactionTest, refuses_a_time_series_before_it_is_sent) {
  std::vector<Reading> readings{{.at = now(), .sensor = "hall"}};
  EXPECT_THROW(transaction([&] { readings[0].persist(); }), TransactionError);
  EXPECT_THROW(transaction([&] { Reading::persist_many(readings); }), TransactionError);
  EXPECT_EQ(Reading::all().count(), 0);
  readings[0].persist();
  EXPECT_EQ(Reading::all().count(), 1);
}

}  // namespace
}  // namespace loom::test
