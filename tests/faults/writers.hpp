#pragma once
// SPDX-License-Identifier: Apache-2.0
// Four threads that count, insert and change while the server is killed, and keep what they were
// told.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <random>
#include <thread>
#include <vector>

#include "faults/history.hpp"
#include "loom/loom.hpp"

namespace loom::test {

/// Counted up by all threads.
struct Tally : PersistableModel<Tally> {
  static constexpr auto persist_db = declare_persist_db("faults", "tallies");
  Id<Tally> id;
  IntCounter count;
  TimeUpdated updated_time;
};

/// Inserted, one for each number.
struct Entry : PersistableModel<Entry> {
  static constexpr auto persist_db = declare_persist_db("faults", "entries");
  Id<Entry> id;
  std::int64_t number = 0;
  TimeInserted created_at;
};

/// Changed by all threads, which append their numbers.
struct Journal : PersistableModel<Journal> {
  static constexpr auto persist_db = declare_persist_db("faults", "journals");
  Id<Journal> id;
  std::vector<std::int64_t> numbers;
};

/// The threads: they write from the begin of this object until `stop`.
class Writers {
 public:
  using Clock = std::chrono::steady_clock;

  /// Each write ends within `limit`.
  explicit Writers(std::uint32_t seed, std::chrono::milliseconds limit = std::chrono::seconds(30))
      : limit_(limit) {
    tally_.persist();
    journal_.persist();
    for (std::size_t i = 0; i < threads_.size(); ++i)
      threads_[i].thread = std::jthread([this, i, seed] { work(i, seed); });
  }
  ~Writers() { stop(); }

  /// Waits until each thread has had that many more writes acknowledged.
  void await_progress(int writes) const {
    std::array<int, 4> wanted;
    for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] = threads_[i].acknowledged + writes;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      while (threads_[i].acknowledged < wanted[i] && !threads_[i].ended)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  void stop() {
    stopped_ = true;
    for (auto& each : threads_)
      if (each.thread.joinable()) each.thread.join();
  }

  /// Expects, after `stop`, that the database holds what was acknowledged; prints what that was.
  void check() const {
    using Faults = std::vector<std::string>;
    std::vector<std::int64_t> entries;
    for (const Entry& entry : Entry::all().stream()) entries.push_back(entry.number);
    EXPECT_EQ(counted_.faults_in_sum(Tally::get(tally_.id).count), Faults{});
    EXPECT_EQ(inserted_.faults_in(entries), Faults{});
    EXPECT_EQ(appended_.faults_in(Journal::get(journal_.id).numbers), Faults{});
    std::chrono::milliseconds gap{};
    for (const auto& each : threads_) gap = std::max(gap, each.worst_gap);
    std::cout << "counted:  " << counted_.summary() << "\ninserted: " << inserted_.summary()
              << "\nappended: " << appended_.summary()
              << "\nworst gap between two of a thread: " << gap.count() << " ms" << std::endl;
  }

  /// How many writes ended so.
  std::int64_t count(Outcome outcome) const {
    return counted_.count(outcome) + inserted_.count(outcome) + appended_.count(outcome);
  }

 private:
  struct Thread {
    std::atomic<int> acknowledged{0};
    std::atomic<bool> ended{false};
    std::chrono::milliseconds worst_gap{};
    std::jthread thread;
  };

  void work(std::size_t index, std::uint32_t seed) {
    Thread& self = threads_[index];
    try {
      std::mt19937 random(seed + static_cast<std::uint32_t>(index));
      Tally tally = Tally::get(tally_.id);
      auto last = Clock::now();
      for (auto number = static_cast<std::int64_t>(index) * 1'000'000; !stopped_; ++number) {
        if (write(tally, number, random) != Outcome::ok) continue;
        const auto now = Clock::now();
        self.worst_gap = std::max(
            self.worst_gap, std::chrono::duration_cast<std::chrono::milliseconds>(now - last));
        last = now;
        ++self.acknowledged;
      }
    } catch (const std::exception& error) {
      ADD_FAILURE() << "a writer ended by " << error.what();
    }
    self.ended = true;
  }

  Outcome write(Tally& tally, std::int64_t number, std::mt19937& random) {
    const int kind = random_from(random, 0, 3);
    const auto outcome = kind == 0   ? append(number)
                         : kind == 1 ? insert(number, random_from(random, 0, 1) == 1)
                                     : count_up(tally);
    (kind == 0 ? appended_ : kind == 1 ? inserted_ : counted_).add(number, outcome);
    return outcome;
  }

  Outcome append(std::int64_t number) const {
    return outcome_of([&] {
      with_deadline(limit_, [&] {
        Journal::modify(journal_.id, [&](Journal& journal) { journal.numbers.push_back(number); });
      });
    });
  }

  // Only an insert may be made again when it is in doubt.
  Outcome insert(std::int64_t number, bool repeat) const {
    Entry entry{.number = number};
    const auto outcome = outcome_of([&] { with_deadline(limit_, [&] { entry.persist(); }); });
    if (outcome != Outcome::unknown || !repeat) return outcome;
    entry.persist();
    return Outcome::ok;
  }

  Outcome count_up(Tally& tally) const {
    ++tally.count;
    const auto outcome = outcome_of([&] { with_deadline(limit_, [&] { tally.persist(); }); });
    // What was not saved is still in the object, and would be saved with the next one.
    if (outcome != Outcome::ok) tally.reload();
    return outcome;
  }

  std::chrono::milliseconds limit_;
  Tally tally_;
  Journal journal_;
  History counted_, inserted_, appended_;
  std::atomic<bool> stopped_{false};
  std::array<Thread, 4> threads_;
};

}  // namespace loom::test
