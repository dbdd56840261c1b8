// SPDX-License-Identifier: Apache-2.0
// Many more threads than connections, while the server is killed: nobody waits for ever, and
// nothing but Loom's own errors is thrown.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "faults/history.hpp"
#include "faults/writers.hpp"
#include "loom/loom.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

TEST(Crowd, of_64_threads_shares_8_connections_to_a_server_that_is_killed) {
  std::mt19937 random(announced_seed());
  Mongod server;
  connect(server.uri("maxPoolSize=8"));
  History inserted;
  std::atomic<bool> stopped{false};
  std::atomic<int> acknowledged{0};
  const auto work = [&](std::int64_t number) {
    try {
      // Some have little patience: they must find out that all connections are in use.
      const auto limit = number % 4 == 0 ? 20ms : std::chrono::milliseconds(30s);
      for (number *= 1'000'000; !stopped; ++number) {
        Entry entry{.number = number};
        const auto outcome = outcome_of([&] { with_deadline(limit, [&] { entry.persist(); }); });
        inserted.add(number, outcome);
        if (outcome != Outcome::ok) continue;
        ++acknowledged;
        const auto found = with_deadline(30s, [&] { return Entry::load(entry.id); });
        EXPECT_TRUE(found && found->number == number) << number << " was not read as written";
      }
    } catch (const std::exception& error) {
      ADD_FAILURE() << "a thread ended by " << error.what();
    }
  };
  const auto await_progress = [&] {
    for (const int wanted = acknowledged + 200; acknowledged < wanted;)
      std::this_thread::sleep_for(1ms);
  };
  {
    std::vector<std::jthread> threads;
    for (std::int64_t i = 0; i < 64; ++i) threads.emplace_back(work, i);
    for (int kill = 0; kill < 2; ++kill) {
      await_progress();
      std::this_thread::sleep_for(std::chrono::microseconds(random_from(random, 0, 5'000)));
      server.kill_hard();
      std::this_thread::sleep_for(std::chrono::milliseconds(random_from(random, 0, 300)));
      server.restart();
    }
    await_progress();
    stopped = true;
  }
  std::vector<std::int64_t> stored;
  for (const Entry& entry : Entry::all().stream()) stored.push_back(entry.number);
  EXPECT_EQ(inserted.faults_in(stored), std::vector<std::string>{});
  std::cout << inserted.summary() << std::endl;
}

}  // namespace
}  // namespace loom::test
