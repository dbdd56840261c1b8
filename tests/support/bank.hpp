#pragma once
// SPDX-License-Identifier: Apache-2.0
// Accounts and their owners: what the tests of transactions work with.

#include <functional>
#include <future>
#include <string>
#include <tuple>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {

struct Owner : PersistableModel<Owner> {
  static constexpr auto persist_db = declare_persist_db("bank", "owners");
  Id<Owner> id;
  std::string name;
};

struct Account : PersistableModel<Account> {
  static constexpr auto persist_db = declare_persist_db("bank", "accounts");
  Id<Account> id;
  std::string name;
  std::optional<Ref<Owner>> owner;
  std::int64_t balance = 0;
  IntCounter moves;
  TimeUpdated updated_at;
  static constexpr auto indexes = loom::indexes(unique(fld<&Account::name>));
};

struct PerOwner {
  std::optional<Ref<Owner>> owner;
  std::int64_t sum = 0;
};

/// Never prepared.
struct Draft : PersistableModel<Draft> {
  static constexpr auto persist_db = declare_persist_db("bank", "drafts");
  Id<Draft> id;
  std::string text;
};

inline Account account(const std::string& name, std::int64_t balance = 10) {
  Account made{.name = name, .balance = balance};
  made.persist();
  return made;
}

inline std::int64_t balance(const std::string& name) {
  return Account::filter(fld<&Account::name> == name).load_one().value().balance;
}

/// What is stored: names, balances and moves.
inline std::vector<std::tuple<std::string, std::int64_t, std::int64_t>> stored() {
  std::vector<std::tuple<std::string, std::int64_t, std::int64_t>> rows;
  for (const auto& each : Account::all().sort(fld<&Account::name>.asc()).load_many())
    rows.emplace_back(each.name, each.balance, each.moves);
  return rows;
}

/// Calls `f` in another thread, outside of every transaction, and waits for it.
template <class F>
auto elsewhere(F f) {
  return std::async(std::launch::async, f).get();
}

inline std::string text_of_refusal(const std::function<void()>& f) {
  return thrown<TransactionError>(f).what();
}

inline bool says(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

struct ChangedMyMind {};

class InBank : public InSandbox {
 protected:
  void SetUp() override { prepare<Account, Owner>(); }
};

}  // namespace loom::test
