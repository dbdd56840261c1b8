#pragma once
// SPDX-License-Identifier: Apache-2.0
// What frames are, by brute force: over the offsets that Howard Hinnant's date gives, with its
// calendar. Neither the zone data's reader nor the calendar is Loom's own.

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "loom/time/frame.hpp"

// Sanitizers make every zone too many.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LOOM_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LOOM_SANITIZED
#endif
#endif

namespace loom::test {

#ifdef LOOM_SANITIZED
inline constexpr std::size_t every_nth_zone = 20;
#else
inline constexpr std::size_t every_nth_zone = 1;
#endif

using Millis = std::int64_t;

struct OffsetPeriod {
  Millis begin, end, offset;
  friend auto operator<=>(const OffsetPeriod&, const OffsetPeriod&) = default;
};

/// The offsets of a zone from the year 1800 on. After 2037 this source knows no summer time.
inline std::vector<OffsetPeriod> offset_periods(const date::time_zone& zone) {
  using date::sys_seconds;
  std::vector<OffsetPeriod> periods;
  const sys_seconds last = date::sys_days(date::year(2200) / 1 / 1);
  sys_seconds at = date::sys_days(date::year(1800) / 1 / 1);
  while (at < last) {
    const auto info = zone.get_info(at);
    const Millis offset = info.offset.count() * 1000;
    const Millis end = info.end.time_since_epoch().count() * 1000;
    if (!periods.empty() && periods.back().offset == offset)
      periods.back().end = end;
    else
      periods.push_back({at.time_since_epoch().count() * 1000, end, offset});
    at = info.end;
  }
  return periods;
}

class FrameOracle {
 public:
  explicit FrameOracle(const std::vector<OffsetPeriod>& periods) : periods_(periods) {}

  /// The frame of an instant: from the first instant of its local unit to that of the next one.
  core::FrameSpan frame(FrameUnit unit, Millis instant) const {
    if (unit == FrameUnit::hour) return hour(instant);
    Millis furthest = INT64_MIN;
    for (const auto& period : periods_)
      if (period.begin <= instant)
        furthest = std::max(furthest, std::min(period.end - 1, instant) + period.offset);
    const auto start = start_of(unit, day(furthest));
    return {first_instant(start), first_instant(after(unit, start))};
  }

 private:
  static date::sys_days day(Millis local) {
    return date::floor<date::days>(
        date::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(local)));
  }
  static date::sys_days start_of(FrameUnit unit, date::sys_days day) {
    const date::year_month_day date(day);
    switch (unit) {
      case FrameUnit::week:
        return day - (date::weekday(day) - date::Monday);
      case FrameUnit::month:
        return date.year() / date.month() / 1;
      case FrameUnit::quarter:
        return date.year() / ((unsigned(date.month()) - 1) / 3 * 3 + 1) / 1;
      case FrameUnit::year:
        return date.year() / 1 / 1;
      default:
        return day;
    }
  }
  static date::sys_days after(FrameUnit unit, date::sys_days start) {
    // No unit is longer than 366 days, and none that begins here ends before the given number.
    const int least = unit == FrameUnit::day       ? 1
                      : unit == FrameUnit::week    ? 7
                      : unit == FrameUnit::month   ? 31
                      : unit == FrameUnit::quarter ? 92
                                                   : 366;
    return start_of(unit, start + date::days(least));
  }
  Time first_instant(date::sys_days start) const {
    const Millis local = start.time_since_epoch().count() * Millis{86'400'000};
    for (const auto& period : periods_)
      if (period.end - 1 + period.offset >= local)
        return Time::from_millis(std::max(period.begin, local - period.offset));
    return Time::from_millis(INT64_MAX);
  }

  Millis offset(Millis instant) const {
    return std::prev(std::ranges::upper_bound(periods_, instant, {}, &OffsetPeriod::begin))->offset;
  }
  static Millis hour_of(Millis local) {
    return date::floor<std::chrono::hours>(std::chrono::milliseconds(local)).count();
  }
  /// An hour goes on where the clocks stay in it: those before and after a change as well.
  bool hour_begins(Millis instant) const {
    const Millis before = offset(instant - 1);
    const Millis hour = hour_of(instant - 1 + before);
    return hour_of(instant + before) != hour || hour_of(instant + offset(instant)) != hour;
  }
  core::FrameSpan hour(Millis instant) const {
    constexpr Millis minute = 60'000;
    std::vector<Millis> candidates;
    for (const auto& period : periods_) {
      if (period.end <= instant - 180 * minute || period.begin > instant + 180 * minute) continue;
      candidates.push_back(period.begin);
      for (Millis hours = -4; hours <= 4; ++hours)
        candidates.push_back((hour_of(instant + period.offset) + hours) * 60 * minute -
                             period.offset);
    }
    std::ranges::sort(candidates);
    std::erase_if(candidates, [this](Millis candidate) { return !hour_begins(candidate); });
    const auto next = std::ranges::upper_bound(candidates, instant);
    return {Time::from_millis(*std::prev(next)), Time::from_millis(*next)};
  }

  const std::vector<OffsetPeriod>& periods_;
};

}  // namespace loom::test
