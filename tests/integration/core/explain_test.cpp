// SPDX-License-Identifier: Apache-2.0
// How the server runs queries and pipelines; and the reads whose plans are of another kind:
// samples, the latest, batches of a chosen size.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Bill : PersistableModel<Bill> {
  static constexpr auto persist_db = declare_persist_db("shop", "bills");
  Id<Bill> id;
  int number = 0;
  double total = 0;
  std::string buyer;
  TimeInserted created_at;
  static constexpr auto indexes = loom::indexes(index(fld<&Bill::number>));
};
struct Note : PersistableModel<Note> {
  static constexpr auto persist_db = declare_persist_db("shop", "notes");
  Id<Note> id;
  int number = 0;
};
struct Sum {
  std::string buyer;
  double total = 0;
};

class Explained : public InSandbox {
 protected:
  void SetUp() override {
    std::vector<Bill> bills;
    for (int i = 0; i < 100; ++i)
      bills.push_back({.number = i, .total = i * 1.5, .buyer = i % 2 ? "Ada" : "Bob"});
    Bill::persist_many(bills);
  }
};

TEST_F(Explained, queries_tell_by_which_index_documents_are_found) {
  EXPECT_EQ(Bill::filter(fld<&Bill::number> >= 90).plan(),
            (Plan{PlanKind::index_scan, "number_1", 10, 10, 10, false}));
  EXPECT_EQ(Bill::filter(fld<&Bill::buyer> == "Ada").plan(),
            (Plan{PlanKind::collection_scan, std::nullopt, 100, 0, 50, false}));
  EXPECT_EQ(Bill::filter(fld<&Bill::id> == Bill::all().load_one()->id).plan().kind,
            PlanKind::by_id);
  EXPECT_TRUE(Bill::all().sort(fld<&Bill::total>.asc()).limit(3).plan().sorts_in_memory);
  EXPECT_FALSE(Bill::all().sort(fld<&Bill::number>.asc()).limit(3).plan().sorts_in_memory);
  EXPECT_EQ(Bill::all().sample(5).plan().returned, 5);
  EXPECT_EQ(Note::filter(fld<&Note::number> == 1).plan(), Plan{}) << "there is no collection";
}

TEST_F(Explained, pipelines_tell_it_of_their_rows) {
  const auto sums = Bill::filter(fld<&Bill::number> >= 90)
                        .group<Sum>(fld<& Sum::buyer> = fld<&Bill::buyer>,
                                    fld<& Sum::total> = sum(fld<&Bill::total>));
  EXPECT_EQ(sums.plan(), (Plan{PlanKind::index_scan, "number_1", 10, 10, 2, false}));
  EXPECT_TRUE(sums.sort(fld<&Sum::total>.desc()).plan().sorts_in_memory);
  EXPECT_NE(sums.explain().find("$cursor"), std::string::npos);
}

TEST_F(Explained, text_is_json_of_many_lines_that_speaks_of_the_plan_only) {
  const auto text = Bill::filter(fld<&Bill::buyer> == "A \"{,}\" \\").explain();
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["queryPlanner"]["winningPlan"]["stage"], "COLLSCAN");
  EXPECT_EQ(json["queryPlanner"]["parsedQuery"]["buyer"]["$eq"], "A \"{,}\" \\");
  EXPECT_EQ(json["executionStats"]["totalDocsExamined"], 100);
  EXPECT_FALSE(json.contains("serverInfo"));
  EXPECT_NE(text.find("\n    \"winningPlan\": {\n"), std::string::npos) << text;
}

TEST_F(Explained, samples_are_of_what_the_filter_means_and_go_on_as_queries) {
  std::set<int> seen;
  for (int i = 0; i < 20; ++i)
    for (const auto& bill : Bill::filter(fld<&Bill::number> < 50).sample(5).load_many())
      seen.insert(bill.number);
  EXPECT_GT(seen.size(), 5u);
  EXPECT_LT(*seen.rbegin(), 50);
  const auto sample = Bill::all().sample(10);
  EXPECT_EQ(sample.count(), 10);
  EXPECT_EQ(Bill::all().sample(1000).count(), 100);
  EXPECT_TRUE(sample.exists());
  EXPECT_TRUE(sample.load_one());
  const auto sorted = sample.sort(fld<&Bill::number>.asc()).skip(2).limit(5).load_many();
  ASSERT_EQ(sorted.size(), 5u);
  EXPECT_LE(sorted.front().number, sorted.back().number);
  auto loaded = sorted.front();
  loaded.total += 1;
  loaded.persist();
  EXPECT_EQ(Bill::get(loaded.id).total, loaded.total);
  EXPECT_THROW(static_cast<void>(Bill::all().sample(0)), ValidationError);
}

TEST_F(Explained, the_latest_is_the_one_inserted_last) {
  EXPECT_EQ(Bill::all().load_latest()->number, 99);
  EXPECT_EQ(Bill::filter(fld<&Bill::buyer> == "Bob").load_latest()->number, 98);
  EXPECT_FALSE(Bill::filter(fld<&Bill::number> > 100).load_latest());
  {
    const testing::FrozenClock before(now() - 24h);
    Bill{.number = 200}.persist();
  }
  EXPECT_EQ(Bill::all().load_latest()->number, 99) << "by its TimeInserted, not by its id";
  Note{.number = 1}.persist();
  Note{.number = 2}.persist();
  EXPECT_EQ(Note::all().load_latest()->number, 2) << "by its id where it has no TimeInserted";
}

TEST_F(Explained, batches_are_of_the_size_that_is_asked_for) {
  const auto commands_of = [](const auto& query) {
    int commands = 0;
    const auto seen = on_command([&](const CommandEvent&) { ++commands; });
    EXPECT_EQ(query.load_many().size(), 100u);
    return commands;
  };
  EXPECT_EQ(commands_of(Bill::all()), 1);
  EXPECT_EQ(commands_of(Bill::all().batch_size(40)), 3);
  EXPECT_EQ(commands_of(Bill::all().sample(100).batch_size(40)), 3);
  EXPECT_EQ(Bill::all().batch_size(7).limit(9).load_many().size(), 9u);
  EXPECT_THROW(static_cast<void>(Bill::all().batch_size(0)), ValidationError);
}

}  // namespace
}  // namespace loom::test
