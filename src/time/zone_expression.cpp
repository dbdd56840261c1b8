// SPDX-License-Identifier: Apache-2.0
// Frames and parts of dates for the server: it does the calendar's arithmetic in UTC, and finds the
// zone's offset in a table that stands in the expression.

#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "loom/bson/build.hpp"
#include "loom/info/time_expression.hpp"
#include "time/zone_segments.hpp"

namespace loom::core {
namespace {

using bson::Writer;
using std::string_view;

/// Writes an expression under the key that it is given.
using Put = std::function<void(Writer&, string_view)>;

Put text(string_view value) {
  return [value](Writer& out, string_view key) { out.string(key, value); };
}
Put number(Millis value) {
  return [value](Writer& out, string_view key) { out.int64(key, value); };
}
Put date(Millis instant) {
  return [instant](Writer& out, string_view key) { out.date(key, instant); };
}
Put object(std::vector<std::pair<string_view, Put>> members) {
  return [members = std::move(members)](Writer& out, string_view key) {
    const auto start = out.begin_document(key);
    for (const auto& [name, member] : members) member(out, name);
    out.end(start);
  };
}
Put array(std::vector<Put> elements) {
  return [elements = std::move(elements)](Writer& out, string_view key) {
    const auto start = out.begin_array(key);
    std::size_t i = 0;
    for (const auto& element : elements) element(out, bson::IndexKey(i++));
    out.end(start);
  };
}
Put operation(string_view name, std::vector<Put> operands) {
  return object({{name, array(std::move(operands))}});
}
Put let(string_view name, Put value, Put in) {
  return object(
      {{"$let", object({{"vars", object({{name, std::move(value)}})}, {"in", std::move(in)}})}});
}

using Segments = std::vector<Segment>;

Put literals(const Segments& segments, Put (*of)(const Segment&)) {
  std::vector<Put> values;
  for (const Segment& segment : segments) values.push_back(of(segment));
  return object({{"$literal", array(std::move(values))}});
}

/// What the segment of `$$t` says, by a binary search whose steps stand one in the other: a tree of
/// conditions would have thousands of parts, which the server reads each time.
Put searched(const Segments& segments) {
  const Put what = operation("$arrayElemAt", {literals(segments,
                                                       [](const Segment& segment) {
                                                         return segment.floor
                                                                    ? date(*segment.floor)
                                                                    : number(segment.offset);
                                                       }),
                                              text("$$i")});
  std::vector<Millis> steps;
  for (auto size = static_cast<Millis>(segments.size()); size > 1; size -= size / 2)
    steps.push_back(size / 2);
  Put search = what;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const Put next = operation("$add", {text("$$i"), number(*step)});
    const Put border = operation("$arrayElemAt", {text("$$begins"), next});
    search =
        let("i", operation("$cond", {operation("$lt", {text("$$t"), border}), text("$$i"), next}),
            std::move(search));
  }
  return let("begins",
             literals(segments, [](const Segment& segment) { return date(segment.begin); }),
             let("i", number(0), std::move(search)));
}

/// By how much `$$t` is moved into the table: whole cycles, as ZoneTable does it.
Put shift(Millis repeats_from) {
  const Put beyond = operation("$subtract", {text("$$t"), date(repeats_from)});
  const Put cycles = object({{"$toLong", operation("$divide", {beyond, number(calendar_cycle)})}});
  return operation(
      "$cond",
      {operation("$lt", {text("$$t"), date(repeats_from)}), number(0),
       operation("$multiply", {operation("$add", {cycles, number(1)}), number(calendar_cycle)})});
}

/// An expression over a time in a zone, of what its segments say.
class InZone {
 public:
  InZone(Zone zone, Segments segments)
      : segments_(std::move(segments)), repeats_from_(zone.table().repeats_from()) {}

  /// One offset for all times, which then needs no search.
  bool is_fixed() const { return segments_.size() == 1; }
  Put offset() const { return is_fixed() ? number(segments_[0].offset) : text("$$offset"); }
  bool is_utc() const { return is_fixed() && segments_[0].offset == 0; }

  /// `{"": made(t, shifted)}`; `shifted` brings what was found for `t` back to the time of `time`.
  template <class Make>
  Document document(const Document& time, Make made) const {
    const Put own = [&time](Writer& out, string_view key) {
      detail::put_expression(out, key, time);
    };
    Put whole;
    if (is_fixed()) {
      whole = made(own, [](Put found) { return found; });
    } else if (repeats_from_ == latest_instant) {
      whole = let(
          "t", own,
          let("offset", searched(segments_), made(text("$$t"), [](Put found) { return found; })));
    } else {
      const Put result = made(text("$$t"), [](Put found) {
        return operation("$add", {std::move(found), text("$$shift")});
      });
      const Put in_table = let("t", operation("$subtract", {text("$$t"), text("$$shift")}),
                               let("offset", searched(segments_), result));
      whole = let("t", own, let("shift", shift(repeats_from_), in_table));
    }
    return bson::build([&](Writer& out) { whole(out, string_view()); });
  }

  Put local(Put time) const {
    return is_utc() ? time : operation("$add", {std::move(time), offset()});
  }

 private:
  Segments segments_;
  Millis repeats_from_;
};

Put date_trunc(FrameKind kind, Put local) {
  constexpr string_view units[] = {"hour", "day", "week", "month", "quarter", "year"};
  constexpr string_view days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                  "friday", "saturday", "sunday"};
  std::vector<std::pair<string_view, Put>> members{
      {"date", std::move(local)}, {"unit", text(units[static_cast<std::size_t>(kind.unit)])}};
  if (kind.unit == FrameUnit::week)
    members.emplace_back("startOfWeek", text(days[static_cast<std::size_t>(kind.first_day) - 1]));
  return object({{"$dateTrunc", object(std::move(members))}});
}

}  // namespace

Document frame_expression(FrameKind kind, const Document& time, Zone zone) {
  const InZone in(zone, frame_segments(kind, zone));
  return in.document(time, [&](const Put& t, auto shifted) {
    const Put begin = date_trunc(kind, in.local(t));
    if (in.is_utc()) return begin;
    const Put by_calendar = operation("$subtract", {begin, in.offset()});
    if (in.is_fixed()) return by_calendar;
    const Put is_offset = object({{"$isNumber", in.offset()}});
    return shifted(operation("$cond", {is_offset, by_calendar, in.offset()}));
  });
}

Document date_part_expression(string_view part, const Document& time, Zone zone) {
  const InZone in(zone, offset_segments(zone));
  return in.document(time, [&](const Put& t, auto shifted) {
    return object({{part, shifted(in.local(t))}});
  });
}

}  // namespace loom::core
