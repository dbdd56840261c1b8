#pragma once
// SPDX-License-Identifier: Apache-2.0
// The frames of a zone in as few words as possible, for a server that knows the calendar but not
// the zone.

#include <optional>
#include <vector>

#include "loom/time/frame.hpp"
#include "time/zone_table.hpp"

namespace loom::core {

/// From an instant on, what is right for all frames until the next segment.
struct Segment {
  Millis begin;
  /// The floor is that of the calendar's unit in local time, `offset` ahead of UTC; or, for the one
  /// frame that a change cuts, it is `floor`.
  Millis offset;
  std::optional<Millis> floor;

  bool says_the_same(const Segment& other) const noexcept {
    return offset == other.offset && floor == other.floor;
  }
};

/// The segments of the frames of a kind, from the beginning of time up to the end of the table.
std::vector<Segment> frame_segments(FrameKind kind, Zone zone);

/// The segments of the offsets alone.
std::vector<Segment> offset_segments(Zone zone);

}  // namespace loom::core
