// SPDX-License-Identifier: Apache-2.0
// Ledgers: every persist() is a record, and each is found again as of its time.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "loom/info/prepare.hpp"
#include "loom/testing/frozen_clock.hpp"
#include "support/ledgers.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

const Time new_year = parse_time("2026-01-01T00:00:00Z");

class LedgerTest : public InSandbox {
 protected:
  testing::FrozenClock clock{new_year};
};

std::vector<int> amounts(const std::vector<Price>& prices) {
  std::vector<int> result;
  for (const auto& each : prices) result.push_back(each.amount);
  return result;
}

void expect_index(const core::Pipeline& pipeline, const std::string& scan) {
  const auto plan = core::explain(pipeline);
  EXPECT_NE(plan.find('"' + scan + '"'), plan.npos) << plan;
  EXPECT_NE(plan.find("sku_1_recorded_at_1__id_1"), plan.npos) << plan;
  EXPECT_EQ(plan.find("COLLSCAN"), plan.npos) << plan;
  EXPECT_EQ(plan.find(R"("SORT")"), plan.npos) << plan;
}

TEST_F(LedgerTest, inserts_a_record_with_a_new_id_at_each_persist_changed_or_not) {
  auto tea = price("tea", 10);
  tea.persist();
  const auto first = tea.id;
  clock.advance(1h);
  tea.persist();
  EXPECT_NE(tea.id, first);
  EXPECT_EQ(tea.recorded_at.time(), new_year + 1h);
  tea.amount = 12;
  tea.persist();
  EXPECT_EQ(amounts(Price::history("tea").load_many()), (std::vector{10, 10, 12}));

  auto loaded = Price::get(first);
  loaded.amount = 13;
  loaded.persist();
  EXPECT_EQ(Price::get(first).amount, 10) << "a record stays as it is";
  EXPECT_EQ(Price::all().count(), 4);
}

TEST_F(LedgerTest, keeps_an_id_that_the_program_chose_for_a_new_record) {
  auto tea = price("tea", 10);
  tea.id = Id<Price>::generate();
  const auto chosen = tea.id;
  tea.persist();
  EXPECT_EQ(tea.id, chosen);
}

TEST_F(LedgerTest, refuses_an_object_that_was_moved_from) {
  auto tea = price("tea", 10);
  tea.persist();
  const auto other = std::move(tea);
  EXPECT_THROW(tea.persist(), Error);  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(Price::all().count(), 1);
  EXPECT_EQ(other.amount, 10);
}

TEST_F(LedgerTest, finds_the_record_as_of_a_time_that_counts_itself) {
  for (const int amount : {10, 12, 14}) {
    price("tea", amount).persist();
    clock.advance(24h);
  }
  EXPECT_EQ(Price::latest("tea")->amount, 14);
  EXPECT_FALSE(Price::latest("rum"));
  EXPECT_FALSE(Price::as_of("tea", new_year - 1ms));
  EXPECT_EQ(Price::as_of("tea", new_year)->amount, 10);
  EXPECT_EQ(Price::as_of("tea", new_year + 24h - 1ms)->amount, 10);
  EXPECT_EQ(Price::as_of("tea", new_year + 24h)->amount, 12);
  EXPECT_EQ(Price::as_of("tea", new_year + 9000h)->amount, 14);
  EXPECT_EQ(amounts(Price::history("tea").limit(2).load_many()), (std::vector{10, 12}));
}

TEST_F(LedgerTest, orders_the_records_of_one_millisecond_by_their_ids) {
  std::vector<Price> many;
  for (int i = 0; i < 50; ++i) many.push_back(price("tea", i));
  Price::persist_many(many);
  price("tea", 50).persist();
  auto expected = amounts(Price::history("tea").load_many());
  EXPECT_TRUE(std::ranges::is_sorted(expected));
  EXPECT_EQ(expected.size(), 51u);
  EXPECT_EQ(Price::latest("tea")->amount, 50);
  EXPECT_EQ(Price::latest_each().load_one()->amount, 50);

  // Another program's id of the same second may be smaller: the order is by the ids, then.
  raw<Price>().insert(
      R"({"_id": {"$oid": "000000000000000000000001"}, "sku": "tea", "amount": 99,
          "recorded_at": {"$date": "2026-01-01T00:00:00Z"}})");
  EXPECT_EQ(Price::history("tea").load_one()->amount, 99);
  EXPECT_EQ(Price::latest("tea")->amount, 50);
}

TEST_F(LedgerTest, gives_the_same_by_key_and_for_each_key) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<std::pair<Time, Price>> inserted;
  for (int i = 0; i < 200; ++i) {
    clock.advance(std::chrono::milliseconds(random() % 3));
    auto next = price("key " + std::to_string(random() % 7), i);
    next.persist();
    inserted.emplace_back(now(), next);
  }
  for (int i = 0; i < 20; ++i) {
    const Time at = new_year + std::chrono::milliseconds(random() % 220);
    std::map<std::string, int> expected;
    for (const auto& [time, record] : inserted)
      if (time <= at) expected[record.sku] = record.amount;
    std::map<std::string, int> found;
    for (const Price& record : Price::as_of_each(at).stream()) found[record.sku] = record.amount;
    EXPECT_EQ(found, expected);
    for (const auto& [sku, amount] : expected) EXPECT_EQ(Price::as_of(sku, at)->amount, amount);
  }
}

TEST_F(LedgerTest, goes_on_from_the_last_records_as_a_pipeline_does) {
  Price::persist_many({price("tea", 10), price("rum", 30), price("ale", 20)});
  clock.advance(1h);
  price("tea", 40).persist();
  const auto dear = Price::latest_each().filter(fld<&Price::amount> >= 30);
  EXPECT_EQ(dear.count(), 2);
  EXPECT_EQ(amounts(dear.sort(fld<&Price::amount>.asc()).load_many()), (std::vector{30, 40}));

  auto one = *dear.sort(fld<&Price::amount>.asc()).load_one();
  one.persist();
  EXPECT_EQ(Price::history("rum").count(), 2) << "what was loaded so is a record like any other";
}

TEST_F(LedgerTest, answers_by_the_index_that_it_declares) {
  std::vector<Price> many;
  for (int i = 0; i < 300; ++i) many.push_back(price("key " + std::to_string(i % 10), i));
  Price::persist_many(many);
  EXPECT_TRUE((check<Price>().empty()));
  const auto& info = core::model_info<Price>();
  const auto tea = (fld<&Price::sku> == "key 3").term();
  expect_index(Price::history("key 3").pipeline(), "IXSCAN");
  expect_index(core::pipeline_of(info, core::newest_first(tea, "recorded_at", {})), "IXSCAN");
  expect_index(core::pipeline_of(info, core::newest_first(tea, "recorded_at", new_year)), "IXSCAN");
  // It jumps from key to key.
  expect_index(Price::latest_each().pipeline(), "DISTINCT_SCAN");
  expect_index(Price::as_of_each(new_year).pipeline(), "DISTINCT_SCAN");
}

TEST_F(LedgerTest, tells_which_records_of_many_were_not_inserted) {
  auto taken = price("tea", 1);
  taken.persist();
  std::vector<Price> many{price("rum", 1), price("rum", 2), taken};
  many[1].id = Id<Price>(taken.id.key());
  const auto error = thrown<BulkError>([&] { Price::persist_many(many); });
  ASSERT_EQ(error.failures().size(), 1u);
  EXPECT_EQ(error.failures()[0].index, 1u);
  EXPECT_TRUE(error.failures()[0].duplicate_key());
  EXPECT_EQ(Price::all().count(), 3);
  EXPECT_NE(many[2].id, taken.id) << "a record that is persisted again is a new one";
}

}  // namespace
}  // namespace loom::test
