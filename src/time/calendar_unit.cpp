// SPDX-License-Identifier: Apache-2.0
// Calendar arithmetic on local times, and the names of units.

#include "time/calendar_unit.hpp"

#include <chrono>

#include "loom/info/error.hpp"
#include "time/digits.hpp"

namespace loom::core {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr Millis millis_per_hour = 3'600'000;

std::int64_t floor_divide(std::int64_t number, std::int64_t by) {
  return number / by - (number % by < 0 ? 1 : 0);
}

sys_days day_of(std::int64_t number) { return sys_days(days(static_cast<int>(number))); }
std::int64_t number_of(sys_days day) { return day.time_since_epoch().count(); }

/// The first day of the week that is numbered 0; the first of January 1970 was a Thursday.
std::int64_t first_week(FrameKind kind) {
  return static_cast<std::int64_t>(kind.first_day) - static_cast<std::int64_t>(Weekday::thursday);
}

/// How many months a unit has, where it has whole ones.
int months_of(FrameUnit unit) {
  return unit == FrameUnit::month ? 1 : unit == FrameUnit::quarter ? 3 : 12;
}

std::string digits(std::int64_t number, std::size_t width) {
  std::string text;
  append_digits(text, static_cast<std::uint64_t>(number), width);
  return text;
}

std::string day_name(sys_days day) {
  const year_month_day date(day);
  return digits(static_cast<int>(date.year()), 4) + '-' + digits(unsigned(date.month()), 2) + '-' +
         digits(unsigned(date.day()), 2);
}

/// ISO 8601: a week belongs to the year that has its Thursday.
std::string week_name(sys_days first_day) {
  const sys_days thursday = first_day + days(3);
  const auto year = year_month_day(thursday).year();
  const auto before = (thursday - sys_days(year / 1 / 1)) / days(7);
  return digits(static_cast<int>(year), 4) + "-W" + digits(before + 1, 2);
}

[[noreturn]] void throw_no_name(FrameKind kind) {
  constexpr const char* examples[] = {
      "an hour's is like 2026-11-22T14", "a day's is like 2026-11-22",  "a week's is like 2026-W47",
      "a month's is like 2026-11",       "a quarter's is like 2026-Q4", "a year's is like 2026"};
  const bool iso = kind.unit != FrameUnit::week || kind.first_day == Weekday::monday;
  throw ValidationError(
      "", "frame",
      std::string("This is no name of a frame of the years 0001 to 9999: ") +
          (iso ? examples[static_cast<std::size_t>(kind.unit)]
               : "that of a week with another first day than Monday is like 2026-11-22/P7D") +
          ".");
}

}  // namespace

std::int64_t unit_at(FrameKind kind, Millis local) noexcept {
  if (kind.unit == FrameUnit::hour) return floor_divide(local, millis_per_hour);
  const auto day = floor_divide(local, millis_per_day);
  if (kind.unit == FrameUnit::day) return day;
  if (kind.unit == FrameUnit::week) return floor_divide(day - first_week(kind), 7);
  const year_month_day date(day_of(day));
  const int month = static_cast<int>(unsigned(date.month())) - 1;
  return (static_cast<int>(date.year()) * 12 + month) / months_of(kind.unit);
}

Millis start_of_unit(FrameKind kind, std::int64_t unit) noexcept {
  if (kind.unit == FrameUnit::hour) return unit * millis_per_hour;
  if (kind.unit == FrameUnit::day) return unit * millis_per_day;
  if (kind.unit == FrameUnit::week) return (unit * 7 + first_week(kind)) * millis_per_day;
  const auto month = static_cast<int>(unit * months_of(kind.unit));
  const auto first = std::chrono::year(month / 12) / (month % 12 + 1) / 1;
  return number_of(sys_days(first)) * millis_per_day;
}

std::string unit_name(FrameKind kind, std::int64_t unit) {
  const Millis start = start_of_unit(kind, unit);
  const sys_days day = day_of(floor_divide(start, millis_per_day));
  switch (kind.unit) {
    case FrameUnit::hour:
      return day_name(day) + 'T' + digits(unit - number_of(day) * 24, 2);
    case FrameUnit::day:
      return day_name(day);
    case FrameUnit::week:
      return kind.first_day == Weekday::monday ? week_name(day) : day_name(day) + "/P7D";
    case FrameUnit::month:
      return day_name(day).substr(0, 7);
    case FrameUnit::quarter:
      return digits(unit / 4, 4) + "-Q" + digits(unit % 4 + 1, 1);
    case FrameUnit::year:
      return digits(unit, 4);
  }
  __builtin_unreachable();
}

NamedUnit unit_of_name(FrameKind kind, std::string_view name) {
  Scanner in(name);
  const bool iso_week = kind.unit == FrameUnit::week && kind.first_day == Weekday::monday;
  const std::chrono::year year(in.number(4));
  std::chrono::month month(1);
  std::chrono::day day(1);
  int hour = 0;
  int number = 1;  // of a week or a quarter
  if (kind.unit != FrameUnit::year) in.one_of("-");
  if (iso_week || kind.unit == FrameUnit::quarter) {
    in.one_of(iso_week ? "W" : "Q");
    number = in.number(iso_week ? 2 : 1);
  } else if (kind.unit != FrameUnit::year) {
    month = std::chrono::month(static_cast<unsigned>(in.number(2)));
  }
  if (kind.unit <= FrameUnit::week && !iso_week) {
    in.one_of("-");
    day = std::chrono::day(static_cast<unsigned>(in.number(2)));
  }
  if (kind.unit == FrameUnit::hour) {
    in.one_of("T");
    hour = in.number(2);
  }
  if (kind.unit == FrameUnit::week && !iso_week)
    for (const char c : std::string_view("/P7D")) in.one_of({&c, 1});

  // The fourth of January is in the first week of its year.
  const year_month_day date = iso_week ? year / 1 / 4 : year / month / day;
  const bool read = kind.unit == FrameUnit::hour ? in.good() : in.done();
  const bool exists = read && date.ok() && static_cast<int>(year) >= 1 && hour < 24 &&
                      number >= 1 && number <= (iso_week ? 53 : 4);
  if (!exists) throw_no_name(kind);
  const Millis local = number_of(sys_days(date)) * millis_per_day + hour * millis_per_hour;
  const auto unit = unit_at(kind, local) + number - 1;
  // A week 53 may be the first one of the next year; a day may not be the first of its week.
  const auto rest = in.rest();
  if (unit_name(kind, unit) != name.substr(0, name.size() - rest.size())) throw_no_name(kind);
  return {unit, rest};
}

}  // namespace loom::core
