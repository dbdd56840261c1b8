#pragma once
// SPDX-License-Identifier: Apache-2.0
// Time zones of the IANA database, from the operating system's zone data.

#include <chrono>
#include <compare>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "loom/time/local_time.hpp"
#include "loom/time/time.hpp"

namespace loom {
namespace core {

class ZoneTable;
extern const ZoneTable utc_table;

}  // namespace core

/// Which instant is meant where a wall-clock time is not exactly one.
///
/// Clocks that go back show a time twice: the first of the two, or the last. Clocks that go forward
/// leave times out: both mean the instant of the change, as in <chrono>.
enum class Choose { earliest, latest };

/// A time zone: what the clocks of a region show at each instant. A small value, freely copied.
///
/// Leap seconds are no part of it, as they are none of Time.
///
///     const auto paris = loom::zone("Europe/Paris");
///     const auto clock = paris.to_local(loom::now());
class Zone {
 public:
  /// The name in the IANA database: "Europe/Paris".
  std::string_view name() const noexcept;
  /// What the clocks are ahead of UTC at an instant; negative west of it.
  std::chrono::seconds offset_at(Time time) const noexcept;
  /// What the clocks show at an instant.
  LocalTime to_local(Time time) const;

  /// The instant at which the clocks show `local`.
  ///
  /// Throws: TimeZoneError, where they never do, or twice: the text says when the clocks changed.
  ///
  ///     const auto at = loom::zone("Europe/Paris").to_time(loom::local_time("2026-07-04T09:30"));
  Time to_time(LocalTime local) const;
  /// The same, with the word for a time that is not exactly one instant.
  Time to_time(LocalTime local, Choose choose) const;

  friend bool operator==(Zone, Zone) noexcept = default;
  /// By name.
  friend std::strong_ordering operator<=>(Zone a, Zone b) noexcept { return a.name() <=> b.name(); }

  /// For the library: a zone is made by `loom::zone` or is `loom::utc`.
  explicit constexpr Zone(const core::ZoneTable& table) noexcept : table_(&table) {}
  const core::ZoneTable& table() const noexcept { return *table_; }

 private:
  const core::ZoneTable* table_;  // One for each name, for as long as the program runs.
};

/// Writes `zone.name()`.
std::ostream& operator<<(std::ostream& out, Zone zone);

/// Coordinated Universal Time; needs no zone data.
inline constexpr Zone utc{core::utc_table};

/// The zone of this name in the operating system's zone data: the folder that the variable TZDIR
/// names, else /usr/share/zoneinfo. A zone is read once in a process.
///
/// Throws: TimeZoneError, for an unknown name (with the nearest known ones), and where the machine
///         has no zone data (with the package to install).
/// Source: https://www.iana.org/time-zones
Zone zone(std::string_view name);

/// RFC 3339 with the offset of a zone: "2026-11-22T11:00:00+01:00". `parse_time` reads it.
///
/// An offset before the zone times of the railways may have seconds, which RFC 3339 does not know:
/// "+00:09:21".
std::string to_text(Time time, Zone zone);

}  // namespace loom

template <>
struct std::hash<loom::Zone> {
  std::size_t operator()(loom::Zone zone) const noexcept {
    return std::hash<std::string_view>{}(zone.name());
  }
};
