// SPDX-License-Identifier: Apache-2.0
// Groups by time frames with every frame in them, beside the same counted in C++.

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "support/ledgers.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Day {
  Time day;
  std::string sensor;
  std::optional<double> mean;
  std::int64_t readings = 7;  // which is not what a frame without documents has
  std::vector<double> values;
};
struct Total {
  std::optional<Time> day;
  double total = 0;
};

const Zone new_york = zone("America/New_York");
const Time from = parse_time("2026-03-06T12:00:00Z");

Reading reading(Time at, const std::string& sensor, double celsius) {
  return {.at = at, .sensor = sensor, .celsius = celsius};
}
auto by_day(const Selection<Reading, false>& readings) {
  return readings.group<Day>(
      fld<&Day::day> = loom::frame<DailyFrame>(fld<&Reading::at>, new_york),
      fld<&Day::sensor> = fld<&Reading::sensor>, fld<&Day::mean> = avg(fld<&Reading::celsius>),
      fld<&Day::readings> = loom::count(), fld<&Day::values> = push(fld<&Reading::celsius>));
}

using GroupedTest = InSandbox;

TEST_F(GroupedTest, is_filled_with_a_row_for_each_frame_and_each_other_key) {
  Reading::persist_many(
      {reading(from, "yard", 2), reading(from, "yard", 4), reading(from + 48h, "hall", 20)});
  const auto rows = by_day(Reading::all()).fill_missing(from, from + 72h).load_many();
  ASSERT_EQ(rows.size(), 8u);  // 6 to 9 March, in two places
  const auto first = DailyFrame::containing(from, new_york);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].day, first.plus(static_cast<std::int64_t>(i / 2)).floor());
    EXPECT_EQ(rows[i].sensor, i % 2 ? "yard" : "hall");
    const bool is_there = i == 1 || i == 4;
    EXPECT_EQ(rows[i].mean.has_value(), is_there);
    EXPECT_EQ(rows[i].readings, i == 1 ? 2 : i == 4 ? 1 : 0);
    EXPECT_EQ(rows[i].values.empty(), !is_there);
  }
}

TEST_F(GroupedTest, keeps_the_rows_of_frames_outside_and_fills_where_there_is_nothing) {
  const auto total = [] {
    return Reading::all().group<Total>(
        fld<&Total::day> = loom::frame<DailyFrame>(fld<&Reading::at>, new_york),
        fld<&Total::total> = sum(fld<&Reading::celsius>));
  };
  EXPECT_EQ(total().fill_missing(from, from + 48h).load_many().size(), 3u) << "of no document";
  EXPECT_TRUE(total().fill_missing(from, from).load_many().empty());
  EXPECT_THROW((void)total().fill_missing(from, from - 1ms), ValidationError);
  Reading::persist_many({reading(from - 240h, "hall", 1), reading(from + 240h, "hall", 2)});
  const auto rows = total().fill_missing(from, from + 24h).load_many();
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_EQ(rows[0].total, 1);
  EXPECT_EQ(rows[1].total, 0);
  EXPECT_EQ(rows[3].total, 2);
}

TEST_F(GroupedTest, loads_frames_as_they_are_counted_one_by_one) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<Reading> readings;
  for (int i = 0; i < 500; ++i)
    readings.push_back(reading(from + std::chrono::seconds(random() % (3600 * 24 * 20)),
                               random() % 2 ? "hall" : "yard", double(random() % 100)));
  Reading::persist_many(readings);
  const auto check = [&]<class F>(std::type_identity<F>, Time begin, Time end) {
    const auto hall = fld<&Reading::sensor> == "hall";
    const auto counts = Reading::load_frames<F>(new_york, begin, end, loom::count(), hall);
    const auto greatest =
        Reading::load_frames<F>(new_york, begin, end, loom::max(fld<&Reading::celsius>), hall);
    const auto expected = frames<F>(begin, end, new_york);
    ASSERT_EQ(counts.size(), expected.size());
    ASSERT_EQ(greatest.size(), expected.size());
    std::size_t i = 0;
    for (const auto frame : expected) {
      std::int64_t n = 0;
      std::optional<double> most;
      for (const auto& each : readings)
        if (each.sensor == "hall" && frame.contains(each.at)) {
          ++n;
          most = std::max(most.value_or(each.celsius), each.celsius);
        }
      EXPECT_EQ(counts[i].frame, frame);
      EXPECT_EQ(counts[i].value, n) << frame;
      EXPECT_EQ(greatest[i++].value, most) << frame;
    }
  };
  check(std::type_identity<DailyFrame>{}, from, from + 24h * 20);  // clocks go forward within
  check(std::type_identity<HourlyFrame>{}, from + 30min, from + 50h);
  check(std::type_identity<WeeklyFrame>{}, from - 800h, from + 90h);
  EXPECT_TRUE(Reading::load_frames<DailyFrame>(utc, from, from, loom::count()).empty());
}

}  // namespace
}  // namespace loom::test
