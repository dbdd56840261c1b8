// SPDX-License-Identifier: Apache-2.0
// Frames of every zone of the system beside their definition.

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "loom/time/frame.hpp"
#include "support/date_oracle.hpp"

namespace loom {
namespace {

using test::Millis;
using test::OffsetPeriod;

constexpr Millis first_instant = -2'208'988'800'000;  // 1900
constexpr Millis last_instant = 2'114'380'800'000;    // 2037

std::vector<Millis> instants_of(const std::vector<OffsetPeriod>& periods, std::mt19937_64& random) {
  constexpr Millis hour = 3'600'000;
  std::vector<Millis> instants;
  for (const auto& period : periods)
    if (period.begin >= first_instant && period.begin < last_instant)
      for (const Millis away :
           {-24 * hour, -hour, Millis{-1}, Millis{0}, hour / 2 - 1, hour, 24 * hour})
        instants.push_back(period.begin + away);
  std::uniform_int_distribution<Millis> anywhere(first_instant, last_instant);
  for (int i = 0; i < 200; ++i) instants.push_back(anywhere(random));
  return instants;
}

template <class F>
::testing::AssertionResult is_as_defined(FrameUnit unit, const test::FrameOracle& oracle,
                                         Millis instant, Zone zone) {
  const auto time = Time::from_millis(instant);
  const auto wanted = oracle.frame(unit, instant);
  const F frame = F::containing(time, zone);
  const auto wrong = [&](const char* what) {
    return ::testing::AssertionFailure()
           << what << " of the frame " << frame << " in " << zone << " of " << time << ": "
           << frame.floor() << " to " << frame.ceiling() << ", by definition " << wanted.floor
           << " to " << wanted.ceiling;
  };
  if (frame.floor() != wanted.floor) return wrong("the floor");
  if (frame.ceiling() != wanted.ceiling) return wrong("the ceiling");
  if (frame.next().floor() != frame.ceiling()) return wrong("the next one");
  if (frame.previous().ceiling() != frame.floor()) return wrong("the one before");
  return ::testing::AssertionSuccess();
}

TEST(Frame, begins_with_the_first_instant_of_its_local_unit_in_every_zone) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::size_t number = seed, asked = 0;
  for (const auto& known : date::get_tzdb().zones) {
    if (known.name()[0] >= 'a' || number++ % test::every_nth_zone != 0) continue;  // "posixrules"
    const auto periods = test::offset_periods(known);
    const test::FrameOracle oracle(periods);
    const Zone zone = loom::zone(known.name());
    for (const Millis at : instants_of(periods, random)) {
      ++asked;
      ASSERT_TRUE(is_as_defined<HourlyFrame>(FrameUnit::hour, oracle, at, zone));
      ASSERT_TRUE(is_as_defined<DailyFrame>(FrameUnit::day, oracle, at, zone));
      ASSERT_TRUE(is_as_defined<WeeklyFrame>(FrameUnit::week, oracle, at, zone));
      ASSERT_TRUE(is_as_defined<MonthlyFrame>(FrameUnit::month, oracle, at, zone));
      ASSERT_TRUE(is_as_defined<QuarterlyFrame>(FrameUnit::quarter, oracle, at, zone));
      ASSERT_TRUE(is_as_defined<YearlyFrame>(FrameUnit::year, oracle, at, zone));
    }
  }
  std::cout << asked << " instants in 6 frames each\n";
}

}  // namespace
}  // namespace loom
