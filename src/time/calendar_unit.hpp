#pragma once
// SPDX-License-Identifier: Apache-2.0
// The units of the calendar as numbers: which one a local time is in, and where one begins.

#include "loom/time/frame.hpp"
#include "time/zone_table.hpp"

namespace loom::core {

/// The unit in which a local time lies, numbered one after the other.
std::int64_t unit_at(FrameKind kind, Millis local) noexcept;

/// The local time at which a unit begins.
Millis start_of_unit(FrameKind kind, std::int64_t unit) noexcept;

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
