#pragma once
// SPDX-License-Identifier: Apache-2.0
// The rule by which a zone goes on after the last change that its file lists: a POSIX TZ string,
// "CET-1CEST,M3.5.0,M10.5.0/3".

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loom::core {

/// From an instant on, in seconds since 1970, the clocks are `offset` seconds ahead of UTC.
struct OffsetChange {
  std::int64_t at;
  std::int64_t offset;
};

/// RFC 8536 knows no clock that is further away from UTC.
constexpr bool is_zone_offset(std::int64_t seconds) {
  return seconds > -25 * 3600 && seconds < 26 * 3600;
}

class ZoneRule {
 public:
  /// Nothing where the text is no such rule.
  static std::optional<ZoneRule> parse(std::string_view text);

  /// False where the offset is always `standard_offset()`.
  bool changes() const noexcept { return changes_; }
  std::int64_t standard_offset() const noexcept { return standard_; }
  /// The two changes of a year, in ascending order.
  std::array<OffsetChange, 2> in_year(int year) const;

  /// One day of each year and a time of it, which may lie days away from it.
  struct Date {
    enum class Kind { month_week_day, day_without_leap_day, day } kind;
    unsigned month, week;
    unsigned day;  // of the week (Sunday is 0), or of the year
    std::int64_t seconds;
  };

 private:
  std::int64_t standard_ = 0;
  std::int64_t daylight_ = 0;
  Date daylight_begins_{};
  Date daylight_ends_{};
  bool changes_ = false;
};

}  // namespace loom::core
