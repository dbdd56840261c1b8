#pragma once
// SPDX-License-Identifier: Apache-2.0
// Eight threads that move money between few accounts, each move a transaction, while others sum it
// up.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "faults/history.hpp"
#include "loom/loom.hpp"

namespace loom::test {

struct Account : PersistableModel<Account> {
  static constexpr auto persist_db = declare_persist_db("faults", "accounts");
  Id<Account> id;
  std::int64_t balance = 0;
};

/// Written by the transaction that moves the money.
struct Receipt : PersistableModel<Receipt> {
  static constexpr auto persist_db = declare_persist_db("faults", "receipts");
  Id<Receipt> id;
  std::int64_t number = 0;
};

/// The threads: they move money from the begin of this object until `stop`.
class Transfers {
 public:
  explicit Transfers(std::uint32_t seed) : accounts_(5) {
    prepare<Account, Receipt>();
    for (auto& account : accounts_) account.balance = start;
    Account::persist_many(accounts_);
    for (std::size_t i = 0; i < threads_.size(); ++i)
      threads_[i] = std::jthread([this, i, seed] { work(i, seed); });
  }
  ~Transfers() { stop(); }

  /// Waits until that many more moves and sums were made.
  void await_progress(int wanted) const {
    for (const int end = done_ + wanted; done_ < end && ended_ == 0;)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  void stop() {
    stopped_ = true;
    for (auto& each : threads_)
      if (each.joinable()) each.join();
  }

  /// Expects, after `stop`, that each acknowledged move was made once, and no money came or went.
  void check() const {
    EXPECT_EQ(sum(), total());
    std::vector<std::int64_t> receipts;
    for (const auto& receipt : Receipt::all().load_many()) receipts.push_back(receipt.number);
    EXPECT_EQ(moved_.faults_in(receipts), std::vector<std::string>{});
    std::cout << "moved: " << moved_.summary() << ", begun: " << begun_ << std::endl;
  }

 private:
  static constexpr std::int64_t start = 1'000;
  std::int64_t total() const { return start * static_cast<std::int64_t>(accounts_.size()); }

  static std::int64_t sum() {
    return transaction([] {
      std::int64_t result = 0;
      for (const auto& account : Account::all().load_many()) result += account.balance;
      return result;
    });
  }

  void work(std::size_t index, std::uint32_t seed) {
    try {
      std::mt19937 random(seed + static_cast<std::uint32_t>(index));
      for (auto number = static_cast<std::int64_t>(index) * 1'000'000; !stopped_; ++number) {
        if (random_from(random, 0, 3) == 0)
          EXPECT_EQ(sum(), total());
        else
          move(number, random);
        ++done_;
      }
    } catch (const std::exception& error) {
      ADD_FAILURE() << "a thread ended by " << error.what();
      ++ended_;
    }
  }

  void move(std::int64_t number, std::mt19937& random) {
    const auto last = static_cast<int>(accounts_.size()) - 1;
    const auto payer = accounts_[static_cast<std::size_t>(random_from(random, 0, last))].id;
    const auto payee = accounts_[static_cast<std::size_t>(random_from(random, 0, last))].id;
    const auto amount = random_from(random, 1, 9);
    moved_.add(number, outcome_of([&] {
                 transaction([&] {
                   ++begun_;
                   Receipt{.number = number}.persist();
                   Account::modify(payer, [&](Account& account) { account.balance -= amount; });
                   Account::modify(payee, [&](Account& account) { account.balance += amount; });
                 });
               }));
  }

  std::vector<Account> accounts_;
  History moved_;
  std::atomic<bool> stopped_{false};
  std::atomic<int> done_{0}, begun_{0}, ended_{0};
  std::array<std::jthread, 8> threads_;
};

}  // namespace loom::test
