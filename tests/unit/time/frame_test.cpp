// SPDX-License-Identifier: Apache-2.0
// Time frames as a user sees them; frame_oracle_test.cpp compares them with their definition.

#include "loom/time/frame.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <sstream>

#include "loom/info/error.hpp"

namespace loom {
namespace {

using namespace std::chrono_literals;

Time at(const char* text) { return parse_time(text); }

template <class E, class F>
std::string message(F action) {
  try {
    action();
  } catch (const E& error) {
    return error.what();
  }
  return "nothing was thrown";
}

template <class F>
std::vector<std::string> names(const FrameRange<F>& range) {
  std::vector<std::string> result;
  for (const auto frame : range) result.push_back(frame.name());
  EXPECT_EQ(result.size(), range.size());
  return result;
}

TEST(Frame, has_the_name_of_its_unit) {
  const Time time = at("2026-11-22T14:30:00Z");
  EXPECT_EQ(HourlyFrame::containing(time, utc).name(), "2026-11-22T14");
  EXPECT_EQ(DailyFrame::containing(time, utc).name(), "2026-11-22");
  EXPECT_EQ(WeeklyFrame::containing(time, utc).name(), "2026-W47");
  EXPECT_EQ(MonthlyFrame::containing(time, utc).name(), "2026-11");
  EXPECT_EQ(QuarterlyFrame::containing(time, utc).name(), "2026-Q4");
  EXPECT_EQ(YearlyFrame::containing(time, utc).name(), "2026");
  EXPECT_EQ(DailyFrame::containing(time, zone("Pacific/Auckland")).name(), "2026-11-23");
  std::ostringstream out;
  out << MonthlyFrame::containing(time, utc);
  EXPECT_EQ(out.str(), "2026-11");
}

TEST(Frame, is_found_again_by_its_name) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> anywhere(
      at("0001-01-09T00:00:00Z").since_epoch().count(),
      at("9999-12-20T00:00:00Z").since_epoch().count());
  const auto holds = []<class F>(const F& frame, Time time) {
    return frame.contains(time) && F::of(frame.name(), frame.zone()) == frame;
  };
  for (const char* name : {"UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"}) {
    const Zone here = zone(name);
    for (int i = 0; i < 2'000; ++i) {
      const auto time = Time::from_millis(anywhere(random));
      ASSERT_TRUE(holds(HourlyFrame::containing(time, here), time)) << time << ' ' << name;
      ASSERT_TRUE(holds(DailyFrame::containing(time, here), time)) << time << ' ' << name;
      ASSERT_TRUE(holds(WeeklyFrame::containing(time, here), time)) << time << ' ' << name;
      ASSERT_TRUE(holds(WeeklyFrameFrom<Weekday::sunday>::containing(time, here), time)) << time;
      ASSERT_TRUE(holds(MonthlyFrame::containing(time, here), time)) << time << ' ' << name;
      ASSERT_TRUE(holds(QuarterlyFrame::containing(time, here), time)) << time << ' ' << name;
      ASSERT_TRUE(holds(YearlyFrame::containing(time, here), time)) << time << ' ' << name;
    }
  }
}

TEST(Frame, refuses_what_is_no_name_of_it) {
  for (const char* name : {"", "2026-11-2", "2026-11-31", "2026-11-22T14", "2026-11-22 ",
                           "2026-W47", "0000-01-01", "10000-01-01", "-001-01-01"})
    EXPECT_THROW(DailyFrame::of(name, utc), ValidationError) << name;
  for (const char* name : {"2026-11-22", "2026-11-22T24", "2026-11-22T14:00", "2026-11-22T14Z",
                           "2026-11-22T14+24:00", "2026-11-22T14+01:60"})
    EXPECT_THROW(HourlyFrame::of(name, utc), ValidationError) << name;
  for (const char* name :
       {"2026-W00", "2026-W54", "2025-W53", "2026-47", "2026-w47", "2026-11-22/P7D"})
    EXPECT_THROW(WeeklyFrame::of(name, utc), ValidationError) << name;
  for (const char* name : {"2026-13", "2026-00", "2026-1", "2026"})
    EXPECT_THROW(MonthlyFrame::of(name, utc), ValidationError) << name;
  for (const char* name : {"2026-Q0", "2026-Q5", "2026-4", "2026Q4"})
    EXPECT_THROW(QuarterlyFrame::of(name, utc), ValidationError) << name;
  for (const char* name : {"0000", "202", "20266", "2026-"})
    EXPECT_THROW(YearlyFrame::of(name, utc), ValidationError) << name;
  EXPECT_EQ(message<ValidationError>([] { WeeklyFrame::of("2026-11", utc); }),
            "This is no name of a frame of the years 0001 to 9999: a week's is like 2026-W47.");
  EXPECT_EQ(WeeklyFrame::of("2026-W53", utc).floor(), at("2026-12-28T00:00:00Z"));
}

TEST(Frame, of_a_repeated_hour_is_told_apart_by_its_offset) {
  const Zone new_york = zone("America/New_York");
  const auto first = HourlyFrame::containing(at("2026-11-01T05:30:00Z"), new_york);
  EXPECT_EQ(first.name(), "2026-11-01T01-04:00");
  EXPECT_EQ(first.next().name(), "2026-11-01T01-05:00");
  EXPECT_EQ(first.next().next().name(), "2026-11-01T02");
  EXPECT_EQ(first.duration(), 1h);
  EXPECT_EQ(HourlyFrame::of("2026-11-01T01-05:00", new_york), first.next());
  EXPECT_EQ(HourlyFrame::of("2026-11-01T02-05:00", new_york), first.plus(2));
  EXPECT_EQ(message<TimeZoneError>([&] { HourlyFrame::of("2026-11-01T01", new_york); }),
            "The clocks of \"America/New_York\" show this hour twice: add the offset to its name, "
            "-04:00 or -05:00.");
  EXPECT_THROW(HourlyFrame::of("2026-11-01T01-06:00", new_york), TimeZoneError);
  EXPECT_THROW(HourlyFrame::of("2026-03-08T02", new_york), TimeZoneError);

  const Zone lord_howe = zone("Australia/Lord_Howe");  // Half an hour of summer time.
  const auto half = HourlyFrame::of("2026-04-05T01+10:30", lord_howe);
  EXPECT_EQ(half.duration(), 30min);
  EXPECT_EQ(half.previous().name(), "2026-04-05T01+11:00");
  EXPECT_EQ(half.previous().duration(), 1h);
}

TEST(Frame, of_a_day_whose_midnight_clocks_show_twice_begins_the_first_time) {
  const Zone havana = zone("America/Havana");  // 01:00 becomes 00:00.
  const auto day = DailyFrame::of("2026-11-01", havana);
  EXPECT_EQ(day.floor(), at("2026-11-01T04:00:00Z"));
  EXPECT_EQ(day.duration(), 25h);
  EXPECT_EQ(DailyFrame::containing(at("2026-11-01T04:30:00Z"), havana), day);
  // 00:01 became 23:01 of the day before: the day had begun.
  const Zone st_johns = zone("America/St_Johns");
  const auto begun = DailyFrame::of("2006-10-29", st_johns);
  EXPECT_EQ(begun.floor(), at("2006-10-29T02:30:00Z"));
  EXPECT_EQ(begun.duration(), 25h);
  EXPECT_EQ(DailyFrame::containing(at("2006-10-29T03:00:00Z"), st_johns), begun);
  EXPECT_EQ(
      names(frames<HourlyFrame>(at("2006-10-29T01:30:00Z"), at("2006-10-29T04:00:00Z"), st_johns)),
      (std::vector<std::string>{"2006-10-28T23-02:30", "2006-10-29T00-02:30", "2006-10-28T23-03:30",
                                "2006-10-29T00-03:30"}));
}

TEST(Frame, of_a_day_that_was_skipped_does_not_exist) {
  const Zone apia = zone("Pacific/Apia");
  const auto day = DailyFrame::of("2011-12-29", apia);
  EXPECT_EQ(day.next().name(), "2011-12-31");
  EXPECT_EQ(day.plus(1).plus(-1), day);
  EXPECT_EQ(day.duration(), 24h);
  EXPECT_EQ(WeeklyFrame::containing(day.floor(), apia).split<DailyFrame>().size(), 6u);
  EXPECT_THROW(DailyFrame::of("2011-12-30", apia), TimeZoneError);
  EXPECT_THROW(HourlyFrame::of("2011-12-30T12", apia), TimeZoneError);
  const auto gap = DailyFrame::of("2026-03-27", zone("Asia/Beirut"));  // Clocks skip midnight.
  EXPECT_EQ(gap.plus(2).floor(), at("2026-03-28T22:00:00Z"));
  EXPECT_EQ(gap.plus(2).split<HourlyFrame>().begin().operator*().name(), "2026-03-29T01");
}

TEST(Frame, counts_on_and_back) {
  EXPECT_EQ(MonthlyFrame::of("2026-01", utc).plus(13).name(), "2027-02");
  EXPECT_EQ(MonthlyFrame::of("2026-01", utc).plus(-13).name(), "2024-12");
  EXPECT_EQ(HourlyFrame::of("2026-11-22T14", utc).plus(1'000'000).name(), "2140-12-21T06");
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> anywhere(
      at("1850-01-01T00:00:00Z").since_epoch().count(),
      at("2500-01-01T00:00:00Z").since_epoch().count());
  const auto check = []<class F>(const F& frame, std::size_t steps) {
    const auto range = frames<F>(
        frame.floor(), frame.plus(static_cast<std::int64_t>(steps)).floor(), frame.zone());
    ASSERT_EQ(range.size(), steps);
    F expected = frame;
    for (const auto each : range) {
      ASSERT_EQ(each, expected);
      expected = expected.next();
      ASSERT_EQ(expected.previous(), each);
    }
    ASSERT_EQ(expected, frame.plus(static_cast<std::int64_t>(steps)));
    ASSERT_EQ(expected.plus(-static_cast<std::int64_t>(steps)), frame);
  };
  for (const char* name :
       {"UTC", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "America/Juneau"})
    for (int i = 0; i < 20; ++i) {
      const auto time = Time::from_millis(anywhere(random));
      SCOPED_TRACE(time.str() + " " + name);
      check(HourlyFrame::containing(time, zone(name)), random() % 9'000);
      check(DailyFrame::containing(time, zone(name)), random() % 900);
      check(WeeklyFrame::containing(time, zone(name)), random() % 900);
      check(QuarterlyFrame::containing(time, zone(name)), random() % 900);
    }
}

TEST(Frame, splits_into_the_smaller_ones_of_which_it_consists) {
  const Zone new_york = zone("America/New_York");
  EXPECT_EQ(DailyFrame::of("2026-03-08", new_york).split<HourlyFrame>().size(), 23u);
  EXPECT_EQ(DailyFrame::of("2026-11-01", new_york).split<HourlyFrame>().size(), 25u);
  EXPECT_EQ(YearlyFrame::of("2028", new_york).split<DailyFrame>().size(), 366u);
  EXPECT_EQ(YearlyFrame::of("2028", new_york).split<HourlyFrame>().size(), 366u * 24);
  EXPECT_EQ(names(QuarterlyFrame::of("2026-Q1", new_york).split<MonthlyFrame>()),
            (std::vector<std::string>{"2026-01", "2026-02", "2026-03"}));
  EXPECT_EQ(WeeklyFrame::of("2026-W47", utc).split<DailyFrame>().size(), 7u);
  EXPECT_EQ(YearlyFrame::of("9999", utc).split<MonthlyFrame>().size(), 12u);
  static_assert(std::forward_iterator<FrameRange<DailyFrame>::Iterator>);
}

TEST(Frame, ranges_touch_a_half_open_time) {
  const auto range = [](const char* from, const char* to) {
    return frames<DailyFrame>(at(from), at(to), utc);
  };
  EXPECT_EQ(names(range("2026-11-01T12:00:00Z", "2026-11-04T00:00:00Z")),
            (std::vector<std::string>{"2026-11-01", "2026-11-02", "2026-11-03"}));
  EXPECT_EQ(range("2026-11-01T12:00:00Z", "2026-11-04T00:00:00.001Z").size(), 4u);
  EXPECT_TRUE(range("2026-11-01T12:00:00Z", "2026-11-01T12:00:00Z").empty());
  EXPECT_EQ(
      message<ValidationError>([&] { range("2026-11-02T00:00:00Z", "2026-11-01T00:00:00Z"); }),
      "A range of frames ends where it begins or later.");
}

TEST(Frame, of_weeks_may_begin_on_another_day_by_a_word) {
  using Week = WeeklyFrameFrom<Weekday::sunday>;
  const auto week = Week::containing(at("2026-11-24T00:00:00Z"), utc);
  EXPECT_EQ(week.name(), "2026-11-22/P7D");
  EXPECT_EQ(Week::of("2026-11-22/P7D", utc), week);
  EXPECT_THROW(Week::of("2026-11-23/P7D", utc), ValidationError);
  EXPECT_THROW(Week::of("2026-W47", utc), ValidationError);
  static_assert(!std::is_same_v<Week, WeeklyFrame>);
}

TEST(Frame, knows_how_much_of_it_is_over) {
  const auto day = DailyFrame::of("2026-11-22", utc);
  EXPECT_EQ(day.elapsed(at("2026-11-22T06:00:00Z")), 0.25);
  EXPECT_EQ(day.elapsed(Time::from_millis(INT64_MIN)), 0);
  EXPECT_EQ(day.elapsed(Time::from_millis(INT64_MAX)), 1);
  EXPECT_FALSE(day.has_passed(day.ceiling() - 1ms));
  EXPECT_TRUE(day.has_passed(day.ceiling()));
  EXPECT_TRUE(day.contains(day.floor()));
  EXPECT_FALSE(day.contains(day.ceiling()));
}

TEST(Frame, is_compared_and_hashed_by_its_time_and_zone) {
  const auto day = DailyFrame::of("2026-11-22", utc);
  EXPECT_LT(day, day.next());
  EXPECT_NE(day, DailyFrame::of("2026-11-22", zone("Europe/Paris")));
  EXPECT_NE(day, DailyFrame::of("2026-11-22", zone("Etc/UTC")));
  EXPECT_EQ(std::hash<DailyFrame>{}(day), std::hash<DailyFrame>{}(day.next().previous()));
  EXPECT_EQ(std::set<DailyFrame>({day, day.next(), day}).size(), 2u);
}

TEST(Frame, ends_with_the_years_of_four_digits) {
  EXPECT_THROW(YearlyFrame::of("9999", utc).next(), ValidationError);
  EXPECT_THROW(YearlyFrame::of("0001", utc).previous(), ValidationError);
  EXPECT_THROW(DailyFrame::of("9999-12-31", zone("Asia/Tokyo")).plus(INT64_MAX), ValidationError);
  EXPECT_THROW(DailyFrame::of("0001-01-01", zone("Asia/Tokyo")).plus(INT64_MIN), ValidationError);
  EXPECT_THROW(HourlyFrame::containing(Time::from_millis(INT64_MAX), utc), ValidationError);
  EXPECT_THROW(WeeklyFrame::containing(Time::from_millis(INT64_MIN), utc), ValidationError);
  const auto last = WeeklyFrame::containing(at("9999-12-31T12:00:00Z"), utc);
  EXPECT_EQ(last.name(), "9999-W52");
  EXPECT_THROW(last.next(), ValidationError);
  using Week = WeeklyFrameFrom<Weekday::sunday>;
  EXPECT_EQ(Week::containing(at("0001-01-01T12:00:00Z"), utc).next().name(), "0001-01-07/P7D");
}

}  // namespace
}  // namespace loom
