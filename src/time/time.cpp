// SPDX-License-Identifier: Apache-2.0
// Instants to text and back, and the clock.

#include "loom/time/time.hpp"

#include <algorithm>
#include <ostream>

#include "loom/info/error.hpp"
#include "loom/time/date.hpp"
#include "time/clock.hpp"
#include "time/digits.hpp"

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

ValidationError no_time(const char* message) { return ValidationError("", "time", message); }

}  // namespace

void detail::throw_time_out_of_range() {
  throw no_time(
      "The result is out of the range of a Time, 292 million years on both sides of 1970.");
}

std::string Time::str() const {
  const auto [day, of_day] = divide(since_epoch_.count(), milliseconds(days(1)).count());
  const std::chrono::hh_mm_ss clock{milliseconds(of_day)};
  const Day date = calendar_day(day);
  std::string text;
  const auto append = [&text](char before, auto number, std::size_t width) {
    text += before;
    append_digits(text, static_cast<std::uint64_t>(number), width);
  };
  append_year(text, date.year);
  append('-', date.month, 2);
  append('-', date.day, 2);
  append('T', clock.hours().count(), 2);
  append(':', clock.minutes().count(), 2);
  append(':', clock.seconds().count(), 2);
  if (clock.subseconds() != milliseconds::zero()) append('.', clock.subseconds().count(), 3);
  text += 'Z';
  return text;
}

std::ostream& operator<<(std::ostream& out, Time time) { return out << time.str(); }

Time parse_time(std::string_view text) {
  constexpr std::size_t date_size = std::string_view("2026-11-22").size();
  const auto date = date_in(text.substr(0, date_size));
  Scanner in(text.substr(std::min(date_size, text.size())));
  in.one_of("Tt");
  const int hour = in.number(2);
  in.one_of(":");
  const int minute = in.number(2);
  in.one_of(":");
  const int second = in.number(2);
  int millis = 0;
  bool finer = false;
  if (in.skip('.')) {
    millis = 100 * in.digit();
    if (in.next_is_digit()) millis += 10 * in.digit();
    if (in.next_is_digit()) millis += in.digit();
    while (in.next_is_digit()) finer |= in.digit() != 0;
  }
  const char zone = in.one_of("Zz+-");
  int offset_hour = 0;
  int offset_minute = 0;
  if (zone == '+' || zone == '-') {
    offset_hour = in.number(2);
    in.one_of(":");
    offset_minute = in.number(2);
  }
  if (!in.done())
    throw no_time(
        "A time is written like 2026-11-22T10:00:00Z or 2026-11-22T10:00:00.250+01:00: the "
        "offset from UTC is required.");
  if (second == 60)
    throw no_time(
        "A leap second (:60) is no instant that computers count: write the second before or "
        "after it.");
  if (!date || hour > 23 || minute > 59 || second > 59 || offset_hour > 23 || offset_minute > 59)
    throw no_time(
        "A time names a day, an hour (00 to 23), a minute, a second and an offset that exist.");
  if (finer)
    throw no_time(
        "A time holds milliseconds: of the digits of its second only the first three may be "
        "other than zero.");
  const std::chrono::minutes offset(offset_hour * 60 + offset_minute);
  return Time(std::chrono::sys_days(*date)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second) + milliseconds(millis) -
         (zone == '-' ? -offset : offset);
}

constinit StoppedClock stopped_clock;

Time now() {
  if (const auto stopped = stopped_clock.read()) return *stopped;
  return Time::floor(std::chrono::system_clock::now());
}

}  // namespace loom
