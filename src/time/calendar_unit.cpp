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

std::int64_t long_unit_at(FrameKind kind, std::int64_t day) noexcept {
  if (kind.unit == FrameUnit::week) return floor_divide(day - first_week(kind), 7);
  const year_month_day date(day_of(day));
  const int month = static_cast<int>(unsigned(date.month())) - 1;
  return (static_cast<int>(date.year()) * 12 + month) / months_of(kind.unit);
}

std::int64_t first_day_of_long_unit(FrameKind kind, std::int64_t unit) noexcept {
  if (kind.unit == FrameUnit::week) return unit * 7 + first_week(kind);
  const auto month = static_cast<int>(unit * months_of(kind.unit));
  return number_of(std::chrono::year(month / 12) / (month % 12 + 1) / 1);
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
  const auto parts = parts_of_name(kind, name);
  if (!parts) throw_no_name(kind);
  // The fourth of January is in the first week of its year.
  const bool iso_week = kind.unit == FrameUnit::week && kind.first_day == Weekday::monday;
  const year_month_day date = iso_week ? parts->date.year() / 1 / 4 : parts->date;
  const Millis local = number_of(sys_days(date)) * millis_per_day + parts->hour * millis_per_hour;
  const auto unit = unit_at(kind, local) + (parts->week - 1) + (parts->quarter - 1);
  // A week 53 may be the first one of the next year; a day may not be the first of its week.
  const auto size = name_pattern(kind).size();
  if (unit_name(kind, unit) != name.substr(0, size)) throw_no_name(kind);
  return {unit, name.substr(size)};
}

}  // namespace loom::core
