// SPDX-License-Identifier: Apache-2.0
// The frozen clock: it stands, moves when told, nests, and holds for all threads.

#include "loom/testing/frozen_clock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <thread>
#include <vector>

#include "loom/info/error.hpp"

namespace loom::testing {
namespace {

using namespace std::chrono_literals;

const Time start = parse_time("2026-01-01T00:00:00Z");

TEST(FrozenClock, stands_still_and_moves_when_told) {
  const auto before = now();
  {
    FrozenClock clock(start);
    EXPECT_EQ(now(), start);
    std::this_thread::sleep_for(3ms);
    EXPECT_EQ(now(), start);
    clock.advance(24h);
    EXPECT_EQ(now(), start + 24h);
    clock.advance(-1ms);
    EXPECT_EQ(now(), start + 24h - 1ms);
    clock.set(Time{});
    EXPECT_EQ(now(), Time{});
  }
  EXPECT_GE(now(), before);
}

TEST(FrozenClock, gives_back_the_outer_one) {
  FrozenClock outer(start);
  outer.advance(1h);
  {
    FrozenClock inner(Time{});
    inner.advance(5s);
    EXPECT_EQ(now(), Time::from_millis(5000));
  }
  EXPECT_EQ(now(), start + 1h);
}

TEST(FrozenClock, is_the_clock_of_all_threads_and_loses_no_advance) {
  constexpr int threads = 4;
  constexpr int each = 10'000;
  FrozenClock clock(start);
  std::atomic<bool> backwards = false;
  {
    std::vector<std::jthread> all;
    for (int t = 0; t < threads; ++t)
      all.emplace_back([&] {
        for (int i = 0; i < each; ++i) {
          const auto before = now();
          clock.advance(1ms);
          if (now() <= before) backwards = true;
        }
      });
  }
  EXPECT_EQ(now(), start + std::chrono::milliseconds(threads * each));
  EXPECT_FALSE(backwards);
}

TEST(FrozenClock, stays_where_it_is_when_it_cannot_move) {
  const auto last = Time::from_millis(std::numeric_limits<std::int64_t>::max());
  FrozenClock clock(last);
  EXPECT_THROW(clock.advance(1ms), ValidationError);
  EXPECT_EQ(now(), last);
}

}  // namespace
}  // namespace loom::testing
