// SPDX-License-Identifier: Apache-2.0
// Dates with times of day, and offsets, to text and back.

#include "time/date_time_text.hpp"

#include <algorithm>

#include "loom/info/error.hpp"
#include "loom/time/date.hpp"

namespace loom {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;

struct Division {
  std::int64_t quotient;
  std::int64_t rest;  // never negative
};

/// Division towards the past, which does not leave the range as chrono's floor does near its end.
Division divide(std::int64_t number, std::int64_t by) {
  Division result{number / by, number % by};
  if (result.rest < 0) {
    result.rest += by;
    --result.quotient;
  }
  return result;
}

/// A day of the Gregorian calendar in any year that a Time reaches; year_month_day ends at 32767.
struct Day {
  std::int64_t year;
  unsigned month;
  unsigned day;
};

/// The calendar repeats itself every 400 years, which are 146,097 days: the day is found within one
/// such cycle, where year_month_day is exact.
Day calendar_day(std::int64_t days_since_epoch) {
  const auto [cycle, within] = divide(days_since_epoch, 146'097);
  const std::chrono::year_month_day date{std::chrono::sys_days(days(static_cast<int>(within)))};
  return {static_cast<int>(date.year()) + 400 * cycle, static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day())};
}

void append_year(std::string& text, std::int64_t year) {
  if (year >= 0 && year <= 9999) return append_digits(text, static_cast<std::uint64_t>(year), 4);
  text += year < 0 ? '-' : '+';
  append_digits(text, static_cast<std::uint64_t>(year < 0 ? -year : year), 6);
}

void append(std::string& text, char before, std::int64_t number, std::size_t width) {
  text += before;
  append_digits(text, static_cast<std::uint64_t>(number), width);
}

}  // namespace

std::string date_time_text(milliseconds since_epoch) {
  const auto [day, of_day] = divide(since_epoch.count(), milliseconds(days(1)).count());
  const std::chrono::hh_mm_ss clock{milliseconds(of_day)};
  const Day date = calendar_day(day);
  std::string text;
  append_year(text, date.year);
  append(text, '-', date.month, 2);
  append(text, '-', date.day, 2);
  append(text, 'T', clock.hours().count(), 2);
  append(text, ':', clock.minutes().count(), 2);
  append(text, ':', clock.seconds().count(), 2);
  if (clock.subseconds() != milliseconds::zero()) append(text, '.', clock.subseconds().count(), 3);
  return text;
}

std::string offset_text(std::chrono::seconds offset) {
  const std::chrono::hh_mm_ss clock{offset};
  std::string text;
  append(text, clock.is_negative() ? '-' : '+', clock.hours().count(), 2);
  append(text, ':', clock.minutes().count(), 2);
  if (clock.seconds().count() != 0) append(text, ':', clock.seconds().count(), 2);
  return text;
}

DateTimeScan scan_date_time(std::string_view text) {
  constexpr std::size_t date_size = std::string_view("2026-11-22").size();
  DateTimeScan scan{Scanner(text.substr(std::min(date_size, text.size())))};
  scan.date = date_in(text.substr(0, date_size));
  Scanner& in = scan.rest;
  in.one_of("Tt");
  scan.hour = in.number(2);
  in.one_of(":");
  scan.minute = in.number(2);
  scan.has_seconds = in.skip(':');
  if (!scan.has_seconds) return scan;
  scan.second = in.number(2);
  if (!in.skip('.')) return scan;
  scan.millis = 100 * in.digit();
  if (in.next_is_digit()) scan.millis += 10 * in.digit();
  if (in.next_is_digit()) scan.millis += in.digit();
  while (in.next_is_digit()) scan.finer |= in.digit() != 0;
  return scan;
}

milliseconds DateTimeScan::value(const char* rule) const {
  if (second == 60)
    throw ValidationError("", rule,
                          "A leap second (:60) is no instant that computers count: write the "
                          "second before or after it.");
  if (!date || hour > 23 || minute > 59 || second > 59)
    throw ValidationError("", rule,
                          "A time names a day, an hour (00 to 23), a minute and a second that "
                          "exist.");
  if (finer)
    throw ValidationError("", rule,
                          "A time holds milliseconds: of the digits of its second only the first "
                          "three may be other than zero.");
  return std::chrono::sys_days(*date).time_since_epoch() + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second) + milliseconds(millis);
}

std::optional<std::chrono::seconds> scan_offset(Scanner& in) {
  const bool west = in.next() == '-';
  if (!in.skip('+') && !in.skip('-')) return std::nullopt;
  const std::chrono::hours hours(in.number(2));
  in.one_of(":");
  const std::chrono::minutes minutes(in.number(2));
  const std::chrono::seconds seconds(in.skip(':') ? in.number(2) : 0);
  if (hours.count() > 23 || minutes.count() > 59 || seconds.count() > 59) in.fail();
  const std::chrono::seconds offset = hours + minutes + seconds;
  return west ? -offset : offset;
}

}  // namespace loom
