#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a program was told of its writes, and whether the database agrees: the checker of all fault
// tests.

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "loom/info/error.hpp"

namespace loom::test {

/// How a write ended, as its caller knows it. An unknown one is never counted as failed.
enum class Outcome {
  ok,
  fail,     ///< certainly not applied
  unknown,  ///< may have been applied
};

/// Calls `write`, which may throw what a fault may lead to; every other error goes on.
template <class Write>
Outcome outcome_of(Write write) {
  try {
    write();
    return Outcome::ok;
  } catch (const InDoubtError&) {
    return Outcome::unknown;
  } catch (const ConnectionError&) {
    return Outcome::fail;
  } catch (const TimeoutError&) {
    return Outcome::fail;
  } catch (const ConflictError&) {
    return Outcome::fail;
  }
}

/// The writes of all threads, each with a number of its own.
class History {
 public:
  void add(std::int64_t number, Outcome outcome) {
    const std::lock_guard lock(mutex_);
    outcomes_[number] = outcome;
  }

  std::int64_t count(Outcome outcome) const {
    const std::lock_guard lock(mutex_);
    std::int64_t result = 0;
    for (const auto& [number, ended] : outcomes_) result += ended == outcome;
    return result;
  }

  /// What is wrong with the numbers that were found in the database: each acknowledged one must be
  /// there once, one in doubt once at most, and no other at all.
  std::vector<std::string> faults_in(const std::vector<std::int64_t>& stored) const {
    std::map<std::int64_t, int> times;
    for (const auto number : stored) ++times[number];
    std::vector<std::string> faults;
    const auto blame = [&](std::int64_t number, const char* text) {
      faults.push_back(std::to_string(number) + text);
    };
    for (const auto& [number, outcome] : outcomes_) {
      const int found = times[number];
      if (outcome == Outcome::ok && found == 0) blame(number, " was acknowledged and is lost");
      if (outcome == Outcome::fail && found > 0) blame(number, " was said to have failed");
      if (found > 1) blame(number, " was applied more than once");
    }
    for (const auto& [number, found] : times)
      if (!outcomes_.contains(number)) blame(number, " was never written");
    return faults;
  }

  /// The same where the writes were increments by one, and only their sum is left.
  std::vector<std::string> faults_in_sum(std::int64_t stored) const {
    const auto acknowledged = count(Outcome::ok), in_doubt = count(Outcome::unknown);
    if (acknowledged <= stored && stored <= acknowledged + in_doubt) return {};
    return {std::to_string(acknowledged) + " increments were acknowledged and " +
            std::to_string(in_doubt) + " are in doubt, and " + std::to_string(stored) +
            " are stored"};
  }

  /// One line for the test's report.
  std::string summary() const {
    return std::to_string(count(Outcome::ok)) + " acknowledged, " +
           std::to_string(count(Outcome::unknown)) + " in doubt, " +
           std::to_string(count(Outcome::fail)) + " failed";
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::int64_t, Outcome> outcomes_;
};

/// The seed of a test, which it prints. LOOM_FAULT_SEED repeats one.
inline std::uint32_t announced_seed() {
  const char* given = std::getenv("LOOM_FAULT_SEED");
  const auto seed = given ? static_cast<std::uint32_t>(std::stoul(given)) : std::random_device{}();
  std::cout << "LOOM_FAULT_SEED=" << seed << std::endl;
  return seed;
}

/// A whole number from `least` to `most`.
inline int random_from(std::mt19937& random, int least, int most) {
  return std::uniform_int_distribution(least, most)(random);
}

}  // namespace loom::test
