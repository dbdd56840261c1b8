// SPDX-License-Identifier: Apache-2.0
// Transactions: all that is done in one takes effect together or not at all.

#include <thread>

#include "support/bank.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

class Transaction : public InBank {};

TEST_F(Transaction, gives_the_value_of_its_callback_and_commits_what_it_did) {
  const auto id = transaction([] { return account("Ada").id; });
  EXPECT_EQ(Account::get(id).balance, 10);
  transaction([&] { Account::modify(id, [](Account& ada) { ada.balance = 11; }); });
  EXPECT_EQ(balance("Ada"), 11);
  EXPECT_EQ(transaction([] { return 7; }), 7) << "nothing is sent, and nothing is wrong";
}

TEST_F(Transaction, passes_an_exception_on_and_leaves_nothing) {
  EXPECT_THROW(transaction([] {
                 account("Ghost");
                 throw ChangedMyMind();
               }),
               ChangedMyMind);
  EXPECT_EQ(Account::all().count(), 0);
}

TEST_F(Transaction, is_seen_from_inside_only_until_it_is_committed) {
  transaction([] {
    const auto ada = account("Ada");
    EXPECT_EQ(Account::all().count(), 1);
    EXPECT_EQ(elsewhere([] { return Account::all().count(); }), 0);
    EXPECT_EQ(elsewhere([] { return transaction([] { return Account::all().count(); }); }), 0)
        << "the transaction of another thread is another one";
  });
  EXPECT_EQ(Account::all().count(), 1);
}

TEST_F(Transaction, takes_in_every_write_and_shows_it_to_every_read) {
  auto kept = account("kept"), erased = account("erased"), updated = account("updated"),
       found = account("found"), swept = account("swept"), taken = account("taken");
  const auto before = stored();
  Owner ada{.name = "Ada"};
  ada.persist();
  const auto run = [&] {
    transaction([&] {
      auto loaded = Account::get(kept.id);
      loaded.balance = 20;
      ++loaded.moves;
      loaded.owner = ada.id;
      loaded.persist();
      Account::get(erased.id).erase();
      Account::modify(updated.id, [](Account& each) { each.balance = 21; });
      Account::filter(fld<&Account::name> == "swept").erase();
      const auto one = Account::filter(fld<&Account::name> == "found")
                           .find_one_and_update(fld<& Account::balance> = 22);
      EXPECT_EQ(one.value().balance, 22);
      EXPECT_TRUE(Account::filter(fld<&Account::name> == "taken").find_one_and_erase());
      Account::persist_many({{.name = "new 1", .owner = ada.id}, {.name = "new 2"}});
      const auto inserted =
          Account::find_or_insert(fld<&Account::name> == "new 3", {.name = "new 3"});
      Account::filter(fld<&Account::balance> >= 20).update(fld<& Account::balance> += 100);

      EXPECT_EQ(Account::all().count(), 6);
      EXPECT_FALSE(Account::filter(fld<&Account::name> == "erased").exists());
      EXPECT_EQ(Account::load(kept.id)->balance, 120);
      EXPECT_EQ(Account::load_many({found.id, taken.id})[0]->balance, 122);
      EXPECT_EQ(Account::load_many({found.id, taken.id})[1].has_value(), false);
      std::int64_t sum = 0;
      for (const Account& each : Account::all().stream()) sum += each.balance;
      EXPECT_EQ(sum, 120 + 121 + 122);
      auto rows = Account::filter(fld<&Account::owner> == ada.id)
                      .group<PerOwner>(fld<& PerOwner::owner> = fld<&Account::owner>,
                                       fld<& PerOwner::sum> = loom::sum(fld<&Account::balance>))
                      .load_many();
      EXPECT_EQ(rows.at(0).sum, 120);
      const auto accounts = Account::filter(fld<&Account::owner> == ada.id).load_many();
      EXPECT_EQ(load_refs(accounts, fld<&Account::owner>).size(), accounts.size());
      for (const auto& [each, owner] : Account::all().lookup(fld<&Account::owner>).load_many())
        EXPECT_EQ(owner.has_value(), each.owner == ada.id);
      EXPECT_TRUE(inserted.id.is_set());
      throw ChangedMyMind();
    });
  };
  EXPECT_THROW(run(), ChangedMyMind);
  EXPECT_EQ(stored(), before);
}

TEST_F(Transaction, within_another_is_a_part_of_it) {
  EXPECT_THROW(transaction([] {
                 EXPECT_EQ(transaction([] { return account("inner").name; }), "inner");
                 throw ChangedMyMind();
               }),
               ChangedMyMind);
  EXPECT_EQ(Account::all().count(), 0);

  const auto error = thrown<TransactionError>([] {
    transaction([] {
      account("outer");
      try {
        transaction([] { throw ChangedMyMind(); });
      } catch (const ChangedMyMind&) {
      }
    });
  });
  EXPECT_TRUE(says(error.what(), "a transaction within it")) << error.what();
  EXPECT_EQ(Account::all().count(), 0) << "the inner one had promised all or nothing";
}

TEST_F(Transaction, refuses_what_was_loaded_before_at_once) {
  auto ada = account("Ada");
  auto bob = Account::get(account("Bob").id);
  for (auto* object : {&ada, &bob})
    transaction([&] {
      EXPECT_THROW(object->persist(), TransactionError) << "also where nothing differs";
      object->balance = 0;
      EXPECT_TRUE(says(text_of_refusal([&] { object->persist(); }), "reload() it"));
      EXPECT_THROW(object->persist(unsafely::overwrite), TransactionError);
      EXPECT_THROW(object->erase(), TransactionError);
      EXPECT_THROW(Account::persist_many({object, 1}), TransactionError);
      object->reload();
      object->balance += 5;
      object->persist();
      object->balance += 5;
      object->persist();
    });
  EXPECT_EQ(balance("Ada") + balance("Bob"), 40);
  ada.balance = 1;
  ada.persist();
  EXPECT_EQ(balance("Ada"), 1) << "what a committed transaction saved is as if saved without";
  transaction([&] { EXPECT_THROW(ada.persist(), TransactionError); });
  transaction([&] { EXPECT_THROW(bob.erase(), TransactionError) << "another transaction's"; });
}

TEST_F(Transaction, does_not_commit_where_a_failure_was_swallowed) {
  account("Ada");
  const auto error = thrown<TransactionError>([] {
    transaction([] {
      account("Bob");
      EXPECT_THROW(account("Ada"), DuplicateKeyError);
      EXPECT_TRUE(says(text_of_refusal([] { (void)Account::all().count(); }), "insert bank.acc"));
      EXPECT_THROW(account("Cy"), TransactionError);
    });
  });
  EXPECT_TRUE(says(error.what(), "insert bank.accounts")) << error.what();
  EXPECT_EQ(Account::all().count(), 1);
  EXPECT_THROW(transaction([] { account("Ada"); }), DuplicateKeyError);
  EXPECT_THROW(transaction([] {
                 Account::persist_many({{.name = "Bob"}, {.name = "Ada"}});
               }),
               BulkError);
  EXPECT_EQ(Account::all().count(), 1);
}

TEST_F(Transaction, goes_on_after_what_loom_itself_refused) {
  const auto ada = account("Ada");
  transaction([&] {
    EXPECT_THROW(Account::get(Id<Account>::generate()), NotFoundError);
    EXPECT_THROW(account("\xff"), ValidationError);
    auto one = Account::get(ada.id), two = Account::get(ada.id);
    one.balance = 1;
    one.persist();
    two.balance = 2;
    EXPECT_THROW(two.persist(), ConflictError);
    const Filter<Account> none = match_all;
    EXPECT_THROW(Account::filter(none).erase(), ValidationError);
  });
  EXPECT_EQ(balance("Ada"), 1);
}

TEST_F(Transaction, reads_a_result_of_many_batches_and_may_leave_it_early) {
  std::vector<Owner> owners(9'000);
  Owner::persist_many(owners);
  transaction([] {
    std::size_t read = 0;
    for (const Owner& owner : Owner::all().stream()) {
      read += owner.id.is_set();
      if (read == 4'500) Owner{.name = "between two batches"}.persist();
    }
    EXPECT_GE(read, 9'000u);
    for (const Owner& owner : Owner::all().stream())
      if (owner.id.is_set()) break;
    EXPECT_EQ(Owner::all().load_many().size(), 9'001u);
  });
  EXPECT_EQ(Owner::all().count(), 9'001);
}

TEST_F(Transaction, ends_what_is_read_in_it) {
  Owner::persist_many(std::vector<Owner>(5'000));
  std::optional<Stream<Owner>> kept, begun;
  transaction([&] {
    kept.emplace(Owner::all().stream());
    begun.emplace(Owner::all().stream());
    begun->begin();
  });
  EXPECT_TRUE(says(text_of_refusal([&] { kept->begin(); }), "has ended"));
  auto next = Stream<Owner>::Iterator(&*begun);
  EXPECT_THROW(++next, TransactionError) << "also within a batch that is there";

  auto outer = Owner::all().stream();
  transaction([&] {
    EXPECT_TRUE(says(text_of_refusal([&] { outer.begin(); }), "outside"));
    EXPECT_EQ(Owner::all().count(), 5'000) << "and nothing is spoilt";
  });
  std::size_t read = 0;
  for (const Owner& owner : outer) {
    transaction([&] { read += Owner::get(owner.id).id == owner.id; });
    if (read == 3) break;
  }
  EXPECT_EQ(read, 3u) << "transactions in a loop over what is read outside";
}

TEST_F(Transaction, creates_no_collection_and_no_index) {
  const auto text = text_of_refusal([] { transaction([] { Draft{.text = "a"}.persist(); }); });
  EXPECT_TRUE(says(text, "loom::prepare<Draft>()")) << text;
  transaction([] {
    EXPECT_EQ(Draft::all().count(), 0) << "it may be read";
    EXPECT_THROW(prepare<Draft>(), TransactionError);
    EXPECT_THROW(check<Draft>(), TransactionError);
    EXPECT_THROW(connect("mongodb://127.0.0.1:1/"), TransactionError);
    account("Ada");
  });
  EXPECT_EQ(Account::all().count(), 1) << "what is refused before it is sent spoils nothing";
  Draft{.text = "a"}.persist();
  transaction([] { Draft{.text = "b"}.persist(); });
  EXPECT_EQ(Draft::all().count(), 2);
}

TEST_F(Transaction, is_observed_to_its_end) {
  std::vector<std::string> names;
  const auto seen = on_command([&](const CommandEvent& event) {
    EXPECT_EQ(event.outcome, CommandOutcome::succeeded) << event.name;
    names.push_back(event.name);
  });
  transaction([] { account("Ada"); });
  EXPECT_THROW(transaction([] {
                 account("Ghost");
                 throw ChangedMyMind();
               }),
               ChangedMyMind);
  const std::vector<std::string> all{"insert", "commitTransaction", "insert", "abortTransaction"};
  EXPECT_EQ(std::vector(names.end() - 4, names.end()), all);
}

TEST_F(Transaction, watches_no_changes) {
  EXPECT_THROW(transaction([] { static_cast<void>(Account::watch()); }), TransactionError);
}

TEST_F(Transaction, ends_at_the_deadline_around_it) {
  EXPECT_THROW(with_deadline(100ms,
                             [] {
                               transaction([] {
                                 account("Ada");
                                 std::this_thread::sleep_for(150ms);
                               });
                             }),
               TimeoutError);
  EXPECT_EQ(Account::all().count(), 0);
  int calls = 0;
  EXPECT_THROW(with_deadline(0ms, [&] { transaction([&] { ++calls; }); }), Error);
  EXPECT_EQ(calls, 0);
}

TEST(TransactionOnAStandaloneServer, says_what_is_needed) {
  const Mongod server(Mongod::Kind::standalone);
  connect(server.uri());
  EXPECT_TRUE(says(text_of_refusal([] { transaction([] {}); }), "--replSet"));
}

}  // namespace
}  // namespace loom::test
