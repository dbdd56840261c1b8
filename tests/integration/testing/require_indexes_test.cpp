// SPDX-License-Identifier: Apache-2.0
// A Sandbox that requires indexes refuses what no index serves, and says which one to declare.

#include <gtest/gtest.h>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Part {
  std::string sku;
};
struct Bill : PersistableModel<Bill> {
  static constexpr auto persist_db = declare_persist_db("shop", "bills");
  Id<Bill> id;
  int number = 0;
  double total = 0;
  std::string buyer;
  std::vector<Part> parts;
  static constexpr auto indexes =
      loom::indexes(index(fld<&Bill::number>), index(fld<&Bill::buyer>, fld<&Bill::total>.desc()));
};
struct Sum {
  std::string buyer;
  double total = 0;
};

class RequireIndexes : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<Bill> bills;
    for (int i = 0; i < 20; ++i) bills.push_back({.number = i, .total = i * 1.5, .buyer = "Ada"});
    Bill::persist_many(bills);
  }

  template <class F>
  static void expect_refused(F f, const std::string& operation, const std::string& declaration) {
    const auto error = thrown<MissingIndexError>(f);
    EXPECT_EQ(error.operation(), operation + " shop.bills");
    EXPECT_EQ(error.declaration(), declaration);
    const std::string text = error.what();
    EXPECT_TRUE(text.starts_with(operation + " shop.bills: ")) << text;
    EXPECT_NE(text.find("declare " + declaration), text.npos) << text;
    EXPECT_EQ(text.find("5.5"), text.npos) << "no value";
  }

 private:
  testing::Sandbox sandbox_{testing::require_indexes};
};

TEST_F(RequireIndexes, holds_in_a_transaction) {
  expect_refused(
      [] {
        transaction([] { static_cast<void>(Bill::filter(fld<&Bill::total> > 5.5).exists()); });
      },
      "find", "loom::index(fld<&Bill::total>)");
}

TEST_F(RequireIndexes, refuses_every_kind_of_operation_that_scans) {
  const auto dear = Bill::filter(fld<&Bill::total> > 5.5);
  const std::string total = "loom::index(fld<&Bill::total>)";
  expect_refused([&] { static_cast<void>(dear.load_many()); }, "find", total);
  expect_refused([&] { static_cast<void>(dear.load_one()); }, "find", total);
  expect_refused([&] { static_cast<void>(dear.exists()); }, "find", total);
  expect_refused([&] { dear.stream().begin(); }, "find", total);
  expect_refused([&] { static_cast<void>(dear.count()); }, "count", total);
  expect_refused([&] { static_cast<void>(dear.sample(3).load_many()); }, "find", total);
  expect_refused([&] { dear.update(fld<& Bill::number> += 1); }, "update", total);
  expect_refused([&] { dear.erase(); }, "delete", total);
  expect_refused([&] { dear.find_one_and_update(fld<& Bill::number> += 1); }, "findAndModify",
                 total);
  expect_refused([&] { dear.find_one_and_erase(); }, "findAndModify", total);
  expect_refused(
      [&] {
        static_cast<void>(dear.group<Sum>(fld<& Sum::buyer> = fld<&Bill::buyer>,
                                          fld<& Sum::total> = sum(fld<&Bill::total>))
                              .load_many());
      },
      "aggregate", total);
  expect_refused(
      [] {
        static_cast<void>(Bill::filter(fld<&Bill::parts>.any(fld<&Part::sku> == "A")).load_many());
      },
      "find", "loom::index(fld<&Bill::parts, &…::sku>)");
  EXPECT_EQ(Bill::all().count(), 20) << "nothing was written";
}

TEST_F(RequireIndexes, refuses_a_sort_that_no_index_gives) {
  expect_refused([] { static_cast<void>(Bill::all().sort(fld<&Bill::total>.desc()).load_one()); },
                 "find", "loom::index(fld<&Bill::total>.desc())");
  expect_refused(
      [] {
        Bill::filter(fld<&Bill::number> > 3)
            .find_one_and_update(fld<& Bill::total> = 0, fld<&Bill::total>.asc());
      },
      "findAndModify", "loom::index(fld<&Bill::total>, fld<&Bill::number>)");
  const auto error = thrown<MissingIndexError>(
      [] { static_cast<void>(Bill::all().sort(fld<&Bill::total>.desc()).load_one()); });
  EXPECT_EQ(error.fields(), std::vector<std::string>{"total"});
  EXPECT_NE(std::string(error.what()).find("sort in memory"), std::string::npos);
}

TEST_F(RequireIndexes, lets_pass_what_an_index_serves) {
  EXPECT_EQ(Bill::filter(fld<&Bill::number> < 3).load_many().size(), 3u);
  EXPECT_EQ(Bill::filter(fld<&Bill::number> < 3).erase(), 3);
  EXPECT_TRUE(Bill::filter(fld<&Bill::buyer> == "Ada").sort(fld<&Bill::total>.desc()).load_one());
  EXPECT_EQ(Bill::filter(fld<&Bill::number> == 5 || fld<&Bill::buyer> == "Ada").count(), 17);
  auto bill = *Bill::filter(fld<&Bill::number> == 7).load_one();
  bill.total = 1;
  bill.persist();
  bill.reload();
  EXPECT_EQ(Bill::load_many({bill.id}).size(), 1u);
  Bill::modify(bill.id, [](Bill& b) { b.total = 2; });
  Bill::get(bill.id).erase();
}

TEST_F(RequireIndexes, lets_pass_who_asks_for_all_documents) {
  EXPECT_EQ(Bill::all().load_many().size(), 20u);
  EXPECT_EQ(Bill::all().sample(3).load_many().size(), 3u);
  EXPECT_EQ(Bill::all()
                .group<Sum>(fld<& Sum::buyer> = fld<&Bill::buyer>,
                            fld<& Sum::total> = sum(fld<&Bill::total>))
                .sort(fld<&Sum::total>.asc())
                .load_many()
                .size(),
            1u);
  EXPECT_EQ(Bill::filter(unsafely::everything).update(fld<& Bill::number> += 1).matched, 20);
}

TEST_F(RequireIndexes, asks_once_for_each_shape_of_query) {
  int explained = 0;
  const auto seen =
      on_command([&](const CommandEvent& event) { explained += event.name == "explain"; });
  for (int i = 0; i < 5; ++i) static_cast<void>(Bill::filter(fld<&Bill::number> == i).load_many());
  EXPECT_EQ(explained, 1);
  static_cast<void>(Bill::filter(fld<&Bill::number> < 5).load_many());
  EXPECT_EQ(explained, 2);
}

TEST_F(RequireIndexes, asks_again_where_there_was_no_collection_yet) {
  raw<Bill>().run(R"({"drop": "bills"})", core::Effect::idempotent);
  const auto dear = Bill::filter(fld<&Bill::total> > 5.5);
  EXPECT_EQ(dear.count(), 0);
  raw<Bill>().insert(R"({"number": 1, "total": 7.0, "buyer": "x", "parts": []})");
  EXPECT_THROW(static_cast<void>(dear.count()), MissingIndexError);
}

TEST(Sandbox, that_requires_no_indexes_lets_scans_pass) {
  { const testing::Sandbox strict{testing::require_indexes}; }
  const testing::Sandbox sandbox;
  Bill{.number = 1}.persist();
  EXPECT_EQ(Bill::filter(fld<&Bill::total> < 5.5).count(), 1);
}

}  // namespace
}  // namespace loom::test
