#pragma once
// SPDX-License-Identifier: Apache-2.0
// A wall-clock time: what a calendar and a clock show, which is no instant until a zone is named.

#include <chrono>
#include <compare>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "loom/time/time.hpp"

namespace loom {

/// A date and a time of day, in milliseconds, of no zone. `Zone::to_time` makes an instant of it.
///
///     const auto lunch = loom::local_time("2026-07-04T12:30");
///     const loom::Time at = loom::zone("America/New_York").to_time(lunch);
class LocalTime {
 public:
  /// 1970-01-01T00:00.
  constexpr LocalTime() noexcept = default;

  /// A local time point of <chrono>, of milliseconds or coarser.
  template <class Duration>
    requires is_whole_milliseconds<Duration>
  constexpr LocalTime(std::chrono::local_time<Duration> point)
      : since_epoch_(detail::whole_milliseconds(point.time_since_epoch())) {}

  /// The same for <chrono>, whose calendar and clock types go on from here.
  constexpr std::chrono::local_time<std::chrono::milliseconds> local_time() const noexcept {
    return std::chrono::local_time<std::chrono::milliseconds>(since_epoch_);
  }

  /// ISO 8601 without an offset: "2026-07-04T09:30:00", with milliseconds where there are any.
  std::string str() const;

  friend constexpr auto operator<=>(LocalTime, LocalTime) noexcept = default;

 private:
  std::chrono::milliseconds since_epoch_{0};
};

/// Writes `time.str()`.
std::ostream& operator<<(std::ostream& out, LocalTime time);

/// Reads a wall-clock time: "2026-07-04T09:30", "2026-07-04T09:30:15.250". One with an offset is an
/// instant, and `parse_time` reads it.
///
/// Throws: ValidationError, rule "local_time".
LocalTime local_time(std::string_view text);

}  // namespace loom

template <>
struct std::hash<loom::LocalTime> {
  std::size_t operator()(loom::LocalTime time) const noexcept {
    return std::hash<std::int64_t>{}(time.local_time().time_since_epoch().count());
  }
};
