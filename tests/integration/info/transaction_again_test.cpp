// SPDX-License-Identifier: Apache-2.0
// Transactions that are undone or have to be done again, because another writer (a std::async here)
// was quicker, and what objects know of it.

#include "support/bank.hpp"

namespace loom::test {
namespace {

class TransactionAgain : public InBank {};

TEST_F(TransactionAgain, that_was_undone_leaves_no_object_that_passes_for_stored) {
  const auto id = account("Ada").id;
  std::optional<Account> changed, read, erased;
  Account made{.name = "new"};
  EXPECT_THROW(transaction([&] {
                 changed = Account::get(id);
                 changed->balance = 99;
                 changed->persist();
                 read = Account::get(id);
                 erased = Account::get(id);
                 erased->erase();
                 made.persist();
                 throw ChangedMyMind();
               }),
               ChangedMyMind);
  for (auto* object : {&changed, &read, &erased}) {
    (*object)->balance += 1;
    EXPECT_TRUE(says(text_of_refusal([&] { (*object)->persist(); }), "undone"));
    EXPECT_THROW((*object)->erase(), TransactionError);
    (*object)->reload();
    EXPECT_EQ((*object)->balance, 10);
  }
  changed->balance = 11;
  changed->persist();
  EXPECT_EQ(balance("Ada"), 11);
  EXPECT_THROW(made.erase(), TransactionError);
  made.balance = 5;
  transaction([&] { made.persist(); });
  EXPECT_EQ(Account::get(made.id).balance, 5) << "it was never stored, so it is inserted now";
}

// A real race: another writer changes what the transaction has read, before it writes.
TEST_F(TransactionAgain, that_loses_a_race_is_done_again_as_if_it_had_begun_only_then) {
  const auto id = account("Ada").id;
  Account made{.name = "made before, saved in it"};
  std::vector<Account> many{{.name = "many 1"}, {.name = "many 2"}};
  int calls = 0;
  const auto inside = transaction([&] {
    auto ada = Account::get(id);
    if (++calls <= 2)
      elsewhere([&] { Account::modify(id, [](Account& other) { other.balance += 100; }); });
    made.persist();
    Account::persist_many(many);
    Account fresh{.name = "made in it"};
    fresh.persist();
    fresh.balance += 5;
    ++fresh.moves;
    fresh.persist();
    ada.balance += 1;
    ++ada.moves;
    ada.persist();
    return fresh;
  });
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(balance("Ada"), 211);
  EXPECT_EQ(Account::get(inside.id).balance, 5);
  EXPECT_EQ(Account::get(inside.id).moves, 1);
  EXPECT_EQ(Account::get(made.id).name, made.name);
  EXPECT_EQ(Account::all().count(), 5);
}

TEST_F(TransactionAgain, that_is_begun_again_refuses_an_object_that_would_be_changed_twice) {
  const auto id = account("Ada").id;
  Account before{.name = "before", .balance = 1};
  Account changed_later{.name = "later", .balance = 1};
  const auto racing = [&](auto use) {
    int calls = 0;
    transaction([&] {
      auto ada = Account::get(id);
      if (++calls == 1)
        elsewhere([&] { Account::modify(id, [](Account& other) { other.balance += 100; }); });
      use();
      ada.balance += 1;
      ada.persist();
    });
  };
  EXPECT_TRUE(says(text_of_refusal([&] {
                     racing([&] {
                       before.balance += 1;
                       before.persist();
                     });
                   }),
                   "twice"));
  EXPECT_THROW(racing([&] {
                 changed_later.persist();
                 changed_later.balance += 1;
                 changed_later.persist();
               }),
               TransactionError);
  EXPECT_EQ(Account::all().count(), 1);
  EXPECT_EQ(balance("Ada"), 210);
}

}  // namespace
}  // namespace loom::test
