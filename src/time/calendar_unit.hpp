#pragma once
// SPDX-License-Identifier: Apache-2.0
// The units of the calendar as numbers: which one a local time is in, and where one begins.

#include "loom/time/frame.hpp"
#include "time/zone_table.hpp"

namespace loom::core {

inline constexpr Millis millis_per_hour = 3'600'000;

constexpr std::int64_t floor_divide(std::int64_t number, std::int64_t by) {
  return number / by - (number % by < 0 ? 1 : 0);
}

// The same for units of more than a day, in days: not in the way of the quick ones below.
std::int64_t long_unit_at(FrameKind kind, std::int64_t day) noexcept;
std::int64_t first_day_of_long_unit(FrameKind kind, std::int64_t unit) noexcept;

/// The unit in which a local time lies, numbered one after the other.
inline std::int64_t unit_at(FrameKind kind, Millis local) noexcept {
  if (kind.unit == FrameUnit::hour) return floor_divide(local, millis_per_hour);
  const auto day = floor_divide(local, millis_per_day);
  return kind.unit == FrameUnit::day ? day : long_unit_at(kind, day);
}

/// The local time at which a unit begins.
inline Millis start_of_unit(FrameKind kind, std::int64_t unit) noexcept {
  if (kind.unit == FrameUnit::hour) return unit * millis_per_hour;
  return (kind.unit == FrameUnit::day ? unit : first_day_of_long_unit(kind, unit)) * millis_per_day;
}

/// The name of a unit: "2026-11-22T14", "2026-W47" …
std::string unit_name(FrameKind kind, std::int64_t unit);

/// The unit of a name, and what is behind the name of an hour.
struct NamedUnit {
  std::int64_t unit;
  std::string_view rest;
};
/// Throws: ValidationError, rule "frame".
NamedUnit unit_of_name(FrameKind kind, std::string_view name);

}  // namespace loom::core
