// SPDX-License-Identifier: Apache-2.0
// Where frames begin and end: the calendar's units, laid over the offsets of a zone.

#include "loom/time/frame.hpp"

#include <algorithm>
#include <vector>

#include "loom/info/error.hpp"
#include "time/calendar_unit.hpp"
#include "time/date_time_text.hpp"
#include "time/zone_table.hpp"

namespace loom::core {
namespace {

using std::chrono::sys_days;
using std::chrono::year;

constexpr Millis local_start(year first) {
  return sys_days(first / 1 / 1).time_since_epoch().count() * millis_per_day;
}
constexpr Millis first_local = local_start(year(1));
constexpr Millis end_of_local = local_start(year(10'000));
// No clock was ever further than two days away from UTC.
constexpr Millis first_instant_of_all = first_local - 2 * millis_per_day;
constexpr Millis end_of_all_instants = end_of_local + 2 * millis_per_day;
constexpr FrameKind hours{FrameUnit::hour, Weekday::monday};

Millis millis(Time time) { return time.since_epoch().count(); }
FrameSpan span(Millis floor, Millis ceiling) {
  return {Time::from_millis(floor), Time::from_millis(ceiling)};
}

[[noreturn]] void throw_outside_of_years() {
  throw ValidationError("", "frame", "Time frames are those of the years 1 to 9999.");
}

/// The local time by which the frame of an instant is known.
///
/// Clocks that are set back show hours twice, and each has its own frame. For longer units that is
/// no new beginning: the frame goes on with the furthest unit that the clocks have shown.
Millis shown(FrameKind kind, const Piece& piece, Millis instant) {
  return kind.unit == FrameUnit::hour ? piece.local(instant) : piece.furthest(instant);
}

/// The unit whose frame an instant of `piece` is in.
std::int64_t unit_of(FrameKind kind, const Piece& piece, Millis instant) {
  return unit_at(kind, shown(kind, piece, instant));
}

/// True where an hour goes on at the end of `piece`, in the next one: the clocks before and after
/// the change are in the same hour.
bool hour_goes_on(const Piece& piece, const Piece& next) {
  const auto hour = unit_at(hours, piece.local(piece.end - 1));
  return unit_at(hours, piece.local(piece.end)) == hour &&
         unit_at(hours, next.local(piece.end)) == hour;
}

Millis floor_of_hour(const ZoneTable& table, Millis start, Piece piece) {
  while (start - piece.offset <= piece.begin) {
    const Piece before = table.at(piece.begin - 1);
    if (!hour_goes_on(before, piece)) return piece.begin;
    piece = before;
  }
  return start - piece.offset;
}

Millis ceiling_of_hour(const ZoneTable& table, Millis end, Piece piece) {
  while (end - piece.offset > piece.end) {
    const Piece next = table.at(piece.end);
    if (!hour_goes_on(piece, next)) return piece.end;
    piece = next;
  }
  return end - piece.offset;
}

/// As `ZoneTable::first_instant`, quicker where it is in `piece`.
Millis first_instant(const ZoneTable& table, Millis local, const Piece& piece) {
  const Millis instant = local - piece.offset;
  return local >= piece.reached && instant >= piece.begin && instant < piece.end
             ? instant
             : table.first_instant(local);
}

FrameSpan frame_at(FrameKind kind, Millis instant, const ZoneTable& table) {
  if (instant < first_instant_of_all || instant >= end_of_all_instants) throw_outside_of_years();
  const Piece piece = table.at(instant);
  const Millis local = shown(kind, piece, instant);
  if (local < first_local || local >= end_of_local) throw_outside_of_years();
  const auto unit = unit_at(kind, local);
  const Millis start = start_of_unit(kind, unit);
  const Millis end = start_of_unit(kind, unit + 1);
  if (kind.unit == FrameUnit::hour)
    return span(floor_of_hour(table, start, piece), ceiling_of_hour(table, end, piece));
  return span(first_instant(table, start, piece), first_instant(table, end, piece));
}

/// The frames of an hour: none where the clocks skip it, two where they show it twice.
std::vector<FrameSpan> frames_of_hour(std::int64_t hour, const ZoneTable& table) {
  const Millis start = start_of_unit(hours, hour);
  std::vector<FrameSpan> frames;
  for (Piece piece = table.at(start - 2 * millis_per_day);; piece = table.at(piece.end)) {
    const Millis first = std::max(piece.begin, start - piece.offset);
    if (first < piece.end && piece.local(first) < start + millis_per_hour) {
      const auto frame = frame_at(hours, first, table);
      if (frames.empty() || frames.back() != frame) frames.push_back(frame);
    }
    if (piece.end > start + 2 * millis_per_day) return frames;
  }
}

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

[[noreturn]] void throw_skipped(Zone zone) {
  throw TimeZoneError("There is no such frame in " + in_quotes(zone.name()) +
                      ": its clocks skip this time, or had another offset.");
}

FrameSpan hour_of(const NamedUnit& named, Zone zone) {
  auto frames = frames_of_hour(named.unit, zone.table());
  const auto offset = [zone](const FrameSpan& frame) { return zone.offset_at(frame.floor); };
  if (!named.rest.empty()) {
    Scanner in(named.rest);
    const auto wanted = scan_offset(in);
    if (!wanted || !in.done())
      throw ValidationError("", "frame",
                            "Behind the name of an hour only an offset may stand: "
                            "2026-11-01T01-04:00.");
    std::erase_if(frames, [&](const FrameSpan& frame) { return offset(frame) != *wanted; });
  }
  if (frames.empty()) throw_skipped(zone);
  if (frames.size() > 1)
    throw TimeZoneError("The clocks of " + in_quotes(zone.name()) +
                        " show this hour twice: add the offset to its name, " +
                        offset_text(offset(frames.front())) + " or " +
                        offset_text(offset(frames.back())) + ".");
  return frames.front();
}

/// The unit of the frame that has this instant.
std::int64_t unit_at_instant(FrameKind kind, const ZoneTable& table, Millis instant) {
  return unit_of(kind, table.at(instant), instant);
}

FrameSpan frame_after(FrameKind kind, FrameSpan frame, std::int64_t n, const ZoneTable& table) {
  for (;;) {
    // Within a piece frames follow one another as units do.
    const Piece piece = table.at(millis(frame.ceiling) - 1);
    const Millis last = std::min(piece.end, end_of_local - piece.offset) - 1;
    const auto unit = unit_of(kind, piece, millis(frame.ceiling) - 1);
    const auto further = unit_of(kind, piece, last) - unit;
    if (n <= further) {
      if (n == 0) return frame;
      return frame_at(kind, start_of_unit(kind, unit + n) - piece.offset, table);
    }
    n -= further + 1;
    frame = frame_at(kind, millis(frame_at(kind, last, table).ceiling), table);
  }
}

FrameSpan frame_before(FrameKind kind, FrameSpan frame, std::int64_t n, const ZoneTable& table) {
  for (;;) {
    const Piece piece = table.at(millis(frame.floor));
    const Millis first = std::max(piece.begin, first_local - piece.offset);
    const auto unit = unit_of(kind, piece, millis(frame.floor));
    const auto back = unit_of(kind, piece, first) - unit;  // not positive
    if (n >= back) {
      if (n == 0) return frame;
      return frame_at(kind, std::max(first, start_of_unit(kind, unit + n) - piece.offset), table);
    }
    n -= back - 1;
    frame = frame_at(kind, millis(frame_at(kind, first, table).floor) - 1, table);
  }
}

}  // namespace

FrameSpan frame_containing(FrameKind kind, Time time, Zone zone) {
  return frame_at(kind, millis(time), zone.table());
}

FrameSpan frame_of(FrameKind kind, std::string_view name, Zone zone) {
  const NamedUnit named = unit_of_name(kind, name);
  if (kind.unit == FrameUnit::hour) return hour_of(named, zone);
  const ZoneTable& table = zone.table();
  const Millis floor = table.first_instant(start_of_unit(kind, named.unit));
  if (unit_at_instant(kind, table, floor) != named.unit) throw_skipped(zone);
  return frame_at(kind, floor, table);
}

FrameSpan frame_plus(FrameKind kind, const FrameSpan& frame, std::int64_t n, Zone zone) {
  return n < 0 ? frame_before(kind, frame, n, zone.table())
               : frame_after(kind, frame, n, zone.table());
}

std::int64_t frames_between(FrameKind kind, const FrameSpan& from, const FrameSpan& to, Zone zone) {
  const ZoneTable& table = zone.table();
  std::int64_t count = 0;
  for (FrameSpan frame = from; frame != to; ++count) {
    const Piece piece = table.at(millis(frame.ceiling) - 1);
    const auto unit = unit_of(kind, piece, millis(frame.ceiling) - 1);
    if (millis(to.floor) < piece.end) return count + unit_of(kind, piece, millis(to.floor)) - unit;
    count += unit_of(kind, piece, piece.end - 1) - unit;
    frame = frame_at(kind, piece.end - 1, table);
    if (frame == to) return count;
    frame = frame_at(kind, millis(frame.ceiling), table);
  }
  return count;
}

std::string frame_name(FrameKind kind, const FrameSpan& frame, Zone zone) {
  const auto unit = unit_at_instant(kind, zone.table(), millis(frame.floor));
  auto name = unit_name(kind, unit);
  if (kind.unit == FrameUnit::hour && frames_of_hour(unit, zone.table()).size() > 1)
    name += offset_text(zone.offset_at(frame.floor));
  return name;
}

double elapsed_of(const FrameSpan& frame, Time now) noexcept {
  if (now <= frame.floor) return 0;
  if (now >= frame.ceiling) return 1;
  return static_cast<double>(millis(now) - millis(frame.floor)) /
         static_cast<double>(millis(frame.ceiling) - millis(frame.floor));
}

void throw_inverted_range() {
  throw ValidationError("", "range", "A range of frames ends where it begins or later.");
}

}  // namespace loom::core
