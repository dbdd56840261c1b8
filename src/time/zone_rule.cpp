// SPDX-License-Identifier: Apache-2.0
// POSIX TZ strings, as RFC 8536 extends them: hours from -167 to 167.

#include "time/zone_rule.hpp"

#include <chrono>
#include <utility>

#include "time/digits.hpp"

namespace loom::core {
namespace {

using Date = ZoneRule::Date;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

int short_number(Scanner& in) {
  int value = in.digit();
  for (int more = 0; more < 2 && in.next_is_digit(); ++more) value = value * 10 + in.digit();
  return value;
}

// "CET" or "<+0330>": only its end matters.
void skip_name(Scanner& in) {
  const bool quoted = in.skip('<');
  std::size_t size = 0;
  while (in.next() != '\0' && (quoted ? in.next() != '>' : is_letter(in.next()))) {
    in.skip(in.next());
    ++size;
  }
  if (quoted) in.one_of(">");
  if (size < 3) in.fail();
}

// "[+-]hh[:mm[:ss]]", in seconds.
std::int64_t clock(Scanner& in) {
  const bool negative = in.skip('-');
  if (!negative) in.skip('+');
  std::int64_t seconds = short_number(in) * 3600;
  if (in.skip(':')) seconds += in.number(2) * 60;
  if (in.skip(':')) seconds += in.number(2);
  return negative ? -seconds : seconds;
}

Date date(Scanner& in) {
  Date result{};
  if (in.skip('M')) {
    result.kind = Date::Kind::month_week_day;
    result.month = static_cast<unsigned>(short_number(in));
    in.one_of(".");
    result.week = static_cast<unsigned>(short_number(in));
    in.one_of(".");
    result.day = static_cast<unsigned>(short_number(in));
    if (result.month < 1 || result.month > 12 || result.week < 1 || result.week > 5 ||
        result.day > 6)
      in.fail();
  } else {
    result.kind = in.skip('J') ? Date::Kind::day_without_leap_day : Date::Kind::day;
    result.day = static_cast<unsigned>(short_number(in));
    if (result.day > 365) in.fail();
  }
  result.seconds = in.skip('/') ? clock(in) : 2 * 3600;
  return result;
}

std::chrono::sys_days day_of(const Date& date, std::chrono::year year) {
  using namespace std::chrono;
  if (date.kind == Date::Kind::month_week_day) {
    const weekday wanted(date.day);
    const month in(date.month);
    return date.week == 5 ? sys_days(year / in / wanted[last])
                          : sys_days(year / in / wanted[date.week]);
  }
  const sys_days first(year / January / 1);
  if (date.kind == Date::Kind::day) return first + days(date.day);
  const bool after_leap_day = year.is_leap() && date.day >= 60;  // "J60" is the first of March.
  return first + days(date.day) - days(after_leap_day ? 0 : 1);
}

}  // namespace

std::optional<ZoneRule> ZoneRule::parse(std::string_view text) {
  Scanner in(text);
  ZoneRule rule;
  skip_name(in);
  rule.standard_ = -clock(in);  // POSIX counts towards the west.
  if (!is_zone_offset(rule.standard_)) return std::nullopt;
  if (in.done()) return rule;
  skip_name(in);
  rule.daylight_ = in.next() == ',' ? rule.standard_ + 3600 : -clock(in);
  in.one_of(",");
  rule.daylight_begins_ = date(in);
  in.one_of(",");
  rule.daylight_ends_ = date(in);
  rule.changes_ = true;
  if (!in.done() || !is_zone_offset(rule.daylight_)) return std::nullopt;
  return rule;
}

std::array<OffsetChange, 2> ZoneRule::in_year(int year) const {
  const auto at = [year](const Date& date, std::int64_t offset_before) {
    const std::chrono::seconds day = day_of(date, std::chrono::year(year)).time_since_epoch();
    return day.count() + date.seconds - offset_before;
  };
  std::array<OffsetChange, 2> result{
      {{at(daylight_begins_, standard_), daylight_}, {at(daylight_ends_, daylight_), standard_}}};
  if (result[0].at > result[1].at) std::swap(result[0], result[1]);
  return result;
}

}  // namespace loom::core
