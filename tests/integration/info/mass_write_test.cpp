// SPDX-License-Identifier: Apache-2.0
// Updates and erasures by a filter: what they change, what they leave alone, what they refuse.

#include <gtest/gtest.h>

#include <chrono>

#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Address {
  std::string city;
  std::optional<std::string> zip;
};
struct Account : PersistableModel<Account> {
  static constexpr auto persist_db = declare_persist_db("bank", "accounts");
  Id<Account, int> number;
  std::string owner;
  int age = 0;
  double balance = 0;
  Decimal128 fee;
  std::optional<Address> address;
  std::vector<std::string> tags;
  std::map<std::string, int> cards;
  std::vector<Document> events;
  IntCounter visits;
  TimeInserted opened_at;
  TimeUpdated changed_at;

  static constexpr auto indexes = loom::indexes(loom::unique(fld<&Account::owner>));
};

class MassWrites : public InSandbox {
 protected:
  static void open(int number, std::string owner) {
    Account{.number = number, .owner = std::move(owner), .age = number}.persist();
  }
  static Account get(int number) { return Account::get(number); }
};

TEST_F(MassWrites, change_all_that_the_filter_means_by_all_terms_at_once) {
  for (int i = 0; i < 5; ++i) open(i, "owner " + std::to_string(i));
  const auto result = Account::filter(fld<&Account::age> >= 2)
                          .update(fld<& Account::balance> = 7, fld<& Account::age> += 10,
                                  fld<& Account::visits> += 2, fld<&Account::tags>.push("old"),
                                  fld<&Account::cards>.key("gold") = 1);
  EXPECT_EQ(result.matched, 3);
  EXPECT_EQ(result.modified, 3);
  EXPECT_EQ(get(1).balance, 0);
  const auto changed = get(3);
  EXPECT_EQ(changed.balance, 7);
  EXPECT_EQ(changed.age, 13);
  EXPECT_EQ(changed.visits, 2);
  EXPECT_EQ(changed.tags, std::vector<std::string>{"old"});
  EXPECT_EQ(changed.cards.at("gold"), 1);
}

TEST_F(MassWrites, count_what_was_matched_apart_from_what_was_modified) {
  open(1, "Ada");
  const testing::FrozenClock clock(parse_time("2026-03-01T00:00:00Z"));
  const auto renamed = Account::filter(fld<&Account::number> == 1);
  EXPECT_EQ(renamed.update(fld<& Account::balance> = 7).matched, 1);
  EXPECT_EQ(Account::filter(fld<&Account::number> == 2).update(fld<& Account::age> = 1).matched, 0);
}

TEST_F(MassWrites, set_the_time_of_the_change_which_never_runs_backwards) {
  testing::FrozenClock clock(parse_time("2026-03-01T00:00:00Z"));
  open(1, "Ada");
  clock.advance(1h);
  const auto ada = Account::filter(fld<&Account::number> == 1);
  ada.update(fld<& Account::balance> = 1);
  EXPECT_EQ(get(1).changed_at.time(), parse_time("2026-03-01T01:00:00Z"));
  EXPECT_EQ(get(1).opened_at.time(), parse_time("2026-03-01T00:00:00Z"));
  clock.advance(-30min);
  ada.update(fld<& Account::balance> = 2);
  EXPECT_EQ(get(1).changed_at.time(), parse_time("2026-03-01T01:00:00Z"));
}

TEST_F(MassWrites, leave_fields_alone_that_the_model_does_not_know) {
  open(1, "Ada");
  raw<Account>().update(R"({"_id": 1})", R"({"$set": {"later": {"x": 1}}})");
  Account::filter(fld<&Account::number> == 1).update(fld<& Account::age> = 3);
  EXPECT_EQ(raw<Account>().count(R"({"_id": 1, "age": 3, "later.x": 1})"), 1);
}

TEST_F(MassWrites, take_decimals_away) {
  Account{.number = 1, .owner = "Ada", .fee = Decimal128("2.50")}.persist();
  Account::filter(fld<&Account::number> == 1).update(fld<& Account::fee> -= Decimal128("0.75"));
  EXPECT_EQ(get(1).fee, Decimal128("1.75"));
}

TEST_F(MassWrites, push_a_document_of_modifiers_as_a_document) {
  open(1, "Ada");
  const auto modifiers = Document::from_json(R"({"$each": [], "$slice": 0})");
  const auto ada = Account::filter(fld<&Account::number> == 1);
  ada.update(fld<&Account::events>.push(modifiers));
  EXPECT_EQ(get(1).events, std::vector{modifiers});
  ada.update(fld<&Account::events>.add_to_set(modifiers));
  EXPECT_EQ(get(1).events.size(), 1);
  ada.update(fld<&Account::events>.pull(modifiers));
  EXPECT_TRUE(get(1).events.empty());
}

TEST_F(MassWrites, make_no_half_of_a_struct_that_is_missing) {
  open(1, "Ada");
  Account{.number = 2, .owner = "Bob", .address = Address{"Paris", {}}}.persist();
  open(3, "Cy");
  raw<Account>().update(R"({"_id": 3})", R"({"$set": {"address": null}})");
  const auto result =
      Account::filter(unsafely::everything).update(fld<&Account::address, &Address::zip> = "75001");
  EXPECT_EQ(result.matched, 1);
  EXPECT_EQ(get(2).address->zip, "75001");
  EXPECT_FALSE(get(1).address || get(3).address);
  const auto unset =
      Account::filter(unsafely::everything).update(fld<&Account::address, &Address::zip>.unset());
  EXPECT_EQ(unset.matched, 3);
  EXPECT_FALSE(get(2).address->zip);
}

TEST_F(MassWrites, erase_what_the_filter_means) {
  for (int i = 0; i < 5; ++i) open(i, "owner " + std::to_string(i));
  EXPECT_EQ(Account::filter(fld<&Account::age> < 2).erase(), 2);
  EXPECT_EQ(Account::filter(fld<&Account::age> < 2).erase(), 0);
  EXPECT_EQ(Account::all().count(), 3);
  EXPECT_EQ(Account::filter(unsafely::everything).erase(), 3);
}

TEST_F(MassWrites, refuse_a_filter_that_turned_out_empty_or_lost_a_term) {
  open(1, "Ada");
  Filter<Account> wanted = match_all;
  const auto unset = fld<&Account::age> == if_set(std::optional<int>());
  for (const auto& filter : {wanted, unset, unset && fld<&Account::number> == 1}) {
    EXPECT_THROW(Account::filter(filter).update(fld<& Account::age> = 3), ValidationError);
    EXPECT_THROW(Account::filter(filter).erase(), ValidationError);
    EXPECT_THROW(Account::filter(filter).find_one_and_update(fld<& Account::age> = 3),
                 ValidationError);
    EXPECT_THROW(Account::filter(filter).find_one_and_erase(), ValidationError);
  }
  EXPECT_EQ(get(1).age, 1);
}

TEST_F(MassWrites, tell_a_duplicate_key) {
  open(1, "Ada");
  open(2, "Bob");
  EXPECT_THROW(Account::filter(fld<&Account::number> == 2).update(fld<& Account::owner> = "Ada"),
               DuplicateKeyError);
}

TEST_F(MassWrites, of_one_entry_twice_change_nothing) {
  open(1, "Ada");
  EXPECT_THROW(
      Account::filter(fld<&Account::number> == 1)
          .update(fld<&Account::cards>.key("gold") = 1, fld<&Account::cards>.key("gold") += 1),
      ServerError);
  EXPECT_TRUE(get(1).cards.empty());
}

TEST_F(MassWrites, refuse_a_value_that_cannot_be_stored_before_sending) {
  open(1, "Ada");
  EXPECT_THROW(Account::filter(fld<&Account::number> == 1).update(fld<& Account::owner> = "\xff"),
               ValidationError);
}

TEST_F(MassWrites, of_an_object_that_was_loaded_before_are_a_conflict_for_it) {
  open(1, "Ada");
  auto ada = get(1);
  Account::filter(fld<&Account::number> == 1).update(fld<& Account::balance> = 7);
  ada.balance = 8;
  EXPECT_THROW(ada.persist(), ConflictError);
}

}  // namespace
}  // namespace loom::test
