// SPDX-License-Identifier: Apache-2.0
// Cuts time where frames stop to follow from one offset.

#include "time/zone_segments.hpp"

#include "time/calendar_unit.hpp"

namespace loom::core {
namespace {

Millis millis(Time time) { return time.since_epoch().count(); }

void append(std::vector<Segment>& segments, const Segment& segment) {
  if (segments.empty() || !segments.back().says_the_same(segment)) segments.push_back(segment);
}

/// Hours begin at the same instants where offsets differ by whole hours.
Millis offset_that_counts(FrameKind kind, Millis offset) {
  return kind.unit == FrameUnit::hour
             ? offset - floor_divide(offset, millis_per_hour) * millis_per_hour
             : offset;
}

}  // namespace

std::vector<Segment> frame_segments(FrameKind kind, Zone zone) {
  std::vector<Segment> segments;
  for (const Piece& piece : zone.table().pieces()) {
    const Segment regular{piece.begin, offset_that_counts(kind, piece.offset), {}};
    if (piece.begin == earliest_instant) {
      segments.push_back(regular);
      continue;
    }
    const auto frame = frame_containing(kind, Time::from_millis(piece.begin), zone);
    const auto unit = unit_at(kind, piece.local(piece.begin));
    const Millis floor = start_of_unit(kind, unit) - piece.offset;
    const Millis ceiling = start_of_unit(kind, unit + 1) - piece.offset;
    // Clocks that go back by a whole day begin it at the same instant and end it a day earlier.
    if (millis(frame.floor) == floor &&
        (millis(frame.ceiling) == ceiling || ceiling >= piece.end)) {
      append(segments, regular);
      continue;
    }
    append(segments, {piece.begin, 0, millis(frame.floor)});
    if (frame.ceiling < Time::from_millis(piece.end))
      append(segments, {millis(frame.ceiling), regular.offset, {}});
  }
  return segments;
}

std::vector<Segment> offset_segments(Zone zone) {
  std::vector<Segment> segments;
  for (const Piece& piece : zone.table().pieces())
    segments.push_back({piece.begin, piece.offset, {}});
  return segments;
}

}  // namespace loom::core
