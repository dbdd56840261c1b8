// SPDX-License-Identifier: Apache-2.0
// The server's frames and parts of dates are the client's, in every zone.

#include "loom/info/time_expression.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

#include "support/date_oracle.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Event : PersistableModel<Event> {
  static constexpr auto persist_db = declare_persist_db("time", "events");
  Id<Event, int> number;
  Time at;
  std::optional<Time> ended;
};
struct Frames {
  Time at, hour, day, week, sunday_week, month, quarter, year;
  friend bool operator==(const Frames&, const Frames&) = default;
};
struct Parts {
  Time at;
  int year = 0, month = 0, day = 0, weekday = 0, hour = 0;
  friend bool operator==(const Parts&, const Parts&) = default;
};
struct Floor {
  Time at, floor;
};
struct DayCount {
  Time day;
  std::int64_t events = 0;
};
struct Ended {
  std::optional<Time> day;
  std::optional<int> hour;
};

Frames frames_at(Time at, Zone zone) {
  return {at,
          HourlyFrame::containing(at, zone).floor(),
          DailyFrame::containing(at, zone).floor(),
          WeeklyFrame::containing(at, zone).floor(),
          WeeklyFrameFrom<Weekday::sunday>::containing(at, zone).floor(),
          MonthlyFrame::containing(at, zone).floor(),
          QuarterlyFrame::containing(at, zone).floor(),
          YearlyFrame::containing(at, zone).floor()};
}
Parts parts_at(Time at, Zone zone) {
  const auto local = zone.to_local(at).local_time();
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  return {at,
          int(date.year()),
          int(unsigned(date.month())),
          int(unsigned(date.day())),
          int(std::chrono::weekday(day).iso_encoding()),
          int(std::chrono::floor<std::chrono::hours>(local - day).count())};
}

template <class Query>
std::vector<Frames> server_frames(const Query& events, Zone zone) {
  const auto at = fld<&Event::at>;
  return events
      .template project<Frames>(
          fld<&Frames::at> = at, fld<&Frames::hour> = frame<HourlyFrame>(at, zone),
          fld<&Frames::day> = frame<DailyFrame>(at, zone),
          fld<&Frames::week> = frame<WeeklyFrame>(at, zone),
          fld<&Frames::sunday_week> = frame<WeeklyFrameFrom<Weekday::sunday>>(at, zone),
          fld<&Frames::month> = frame<MonthlyFrame>(at, zone),
          fld<&Frames::quarter> = frame<QuarterlyFrame>(at, zone),
          fld<&Frames::year> = frame<YearlyFrame>(at, zone))
      .load_many();
}
template <class Query>
std::vector<Parts> server_parts(const Query& events, Zone zone) {
  const auto at = fld<&Event::at>;
  return events
      .template project<Parts>(
          fld<&Parts::at> = at, fld<&Parts::year> = year(at, zone),
          fld<&Parts::month> = month(at, zone), fld<&Parts::day> = day_of_month(at, zone),
          fld<&Parts::weekday> = iso_day_of_week(at, zone), fld<&Parts::hour> = hour(at, zone))
      .load_many();
}

// What the server makes of a frame with its own zone data.
std::vector<Floor> servers_own(const Selection<Event>& events, const char* unit, Zone zone) {
  const Expression<Time, Field<&Event::at>> trunc{
      Document::from_json(R"({"": {"$dateTrunc": {"date": "$at", "unit": ")" + std::string(unit) +
                          R"(", "timezone": ")" + std::string(zone.name()) + R"("}}})")};
  return events.project<Floor>(fld<&Floor::at> = fld<&Event::at>, fld<&Floor::floor> = trunc)
      .load_many();
}

class TimeExpressions : public InSandbox {
 protected:
  void insert(const std::vector<Time>& times) {
    std::vector<Event> events;
    for (const Time at : times)
      events.push_back({.number = Id<Event, int>(next_number_++), .at = at});
    Event::persist_many(events);
  }
  int next_number_ = 1;
};

// The changes of a zone and random instants; one zone for each set of offsets.
std::map<std::string, std::vector<Time>> instants_of_zones(std::mt19937_64& random) {
  constexpr Millis hour = 3'600'000;
  std::map<std::string, std::vector<Time>> result;
  std::set<std::vector<OffsetPeriod>> seen;
  std::size_t number = random();
  for (const auto& known : date::get_tzdb().zones) {
    const auto periods = offset_periods(known);
    if (known.name()[0] >= 'a' || !seen.insert(periods).second) continue;
    if (number++ % every_nth_zone != 0) continue;
    auto& times = result[known.name()];
    for (int i = 0; i < 24; ++i) {
      const Millis change = periods[random() % periods.size()].begin;
      const Millis away[] = {-hour, -1, 0, hour / 2 - 1, hour, 24 * hour};
      times.push_back(Time::from_millis(change + away[random() % 6]));
    }
    std::uniform_int_distribution<Millis> anywhere(-4'000'000'000'000, 50'000'000'000'000);
    for (int i = 0; i < 8; ++i) times.push_back(Time::from_millis(anywhere(random)));
  }
  return result;
}

TEST_F(TimeExpressions, give_the_frames_of_the_client_in_every_zone) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  auto zones = instants_of_zones(random);
  zones["America/Havana"].push_back(parse_time("2026-11-01T04:30:00Z"));
  zones["Australia/Lord_Howe"].push_back(parse_time("2026-04-04T15:10:00Z"));
  std::vector<Time> all;
  for (const auto& [name, times] : zones) all.insert(all.end(), times.begin(), times.end());
  insert(all);

  int first = 1, instants = 0, others = 0, unknown = 0;
  std::set<std::string> zones_with_others;
  for (const auto& [name, times] : zones) {
    const Zone here = zone(name);
    const int end = first + int(times.size());
    const auto events = Event::filter(fld<&Event::number>.between(first, end));
    first = end;
    const auto frames = server_frames(events, here);
    ASSERT_EQ(frames.size(), times.size());
    for (const Frames& row : frames)
      ASSERT_EQ(row, frames_at(row.at, here)) << name << ' ' << row.at;
    for (const Parts& row : server_parts(events, here))
      ASSERT_EQ(row, parts_at(row.at, here)) << name << ' ' << row.at;
    try {
      for (const auto& [at, floor] : servers_own(events, "day", here))
        if (++instants; floor != DailyFrame::containing(at, here).floor()) {
          ++others;
          zones_with_others.insert(name);
        }
    } catch (const ServerError&) {
      ++unknown;
    }
  }
  std::cout << others << " of " << instants << " instants need Loom's own days, in "
            << zones_with_others.size() << " of " << zones.size() << " zones; " << unknown
            << " zones the server does not know\n";
  EXPECT_TRUE(zones_with_others.contains("America/Havana"));
}

TEST_F(TimeExpressions, group_by_the_day_of_a_zone) {
  const Zone havana = zone("America/Havana");
  std::vector<Time> times;
  const auto day = DailyFrame::of("2026-11-01", havana);
  for (Time at = day.previous().floor(); at < day.next().ceiling(); at += 30min)
    times.push_back(at);
  insert(times);
  const auto days =
      Event::all()
          .group<DayCount>(fld<& DayCount::day> = frame<DailyFrame>(fld<&Event::at>, havana),
                           fld<& DayCount::events> = count())
          .sort(fld<&DayCount::day>.asc())
          .load_many();
  ASSERT_EQ(days.size(), 3u);
  EXPECT_EQ(days[1].day, day.floor());
  EXPECT_EQ(days[1].events, 50);
  EXPECT_EQ(Event::filter(fld<&Event::at>.in(day)).count(), 50);
}

TEST_F(TimeExpressions, of_no_time_are_empty) {
  insert({parse_time("2026-11-22T10:00:00Z")});
  for (const char* name : {"UTC", "Etc/GMT-3", "Europe/Paris", "Asia/Tokyo"}) {
    const auto ended = fld<&Event::ended>;
    const auto rows = Event::all()
                          .project<Ended>(fld<& Ended::day> = frame<DailyFrame>(ended, zone(name)),
                                          fld<& Ended::hour> = hour(ended, zone(name)))
                          .load_many();
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_FALSE(rows[0].day) << name;
    EXPECT_FALSE(rows[0].hour) << name;
  }
}

}  // namespace
}  // namespace loom::test
