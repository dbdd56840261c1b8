#pragma once
// SPDX-License-Identifier: Apache-2.0
// Time frames: the hour, day, week, month, quarter or year of a zone that an instant lies in.

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "loom/time/zone.hpp"

namespace loom {

enum class FrameUnit : std::uint8_t { hour, day, week, month, quarter, year };

/// The days of a week, numbered as in ISO 8601.
enum class Weekday : std::uint8_t {
  monday = 1,
  tuesday,
  wednesday,
  thursday,
  friday,
  saturday,
  sunday
};

namespace core {

struct FrameKind {
  FrameUnit unit;
  Weekday first_day;  ///< of a week
};
struct FrameSpan {
  Time floor;
  Time ceiling;
  friend constexpr auto operator<=>(const FrameSpan&, const FrameSpan&) noexcept = default;
};

FrameSpan frame_containing(FrameKind kind, Time time, Zone zone);
FrameSpan frame_of(FrameKind kind, std::string_view name, Zone zone);
FrameSpan frame_plus(FrameKind kind, const FrameSpan& frame, std::int64_t n, Zone zone);
/// How many frames the second one is after the first.
std::int64_t frames_between(FrameKind kind, const FrameSpan& from, const FrameSpan& to, Zone zone);
std::string frame_name(FrameKind kind, const FrameSpan& frame, Zone zone);
double elapsed_of(const FrameSpan& frame, Time now) noexcept;
[[noreturn]] void throw_inverted_range();

}  // namespace core

template <class F>
class FrameRange;

template <FrameUnit Unit, Weekday FirstDay = Weekday::monday>
class Frame;

template <class T>
inline constexpr bool is_time_frame = false;
template <FrameUnit Unit, Weekday FirstDay>
inline constexpr bool is_time_frame<Frame<Unit, FirstDay>> = true;
/// HourlyFrame, DailyFrame, WeeklyFrame, MonthlyFrame, QuarterlyFrame, YearlyFrame.
template <class T>
concept TimeFrame = is_time_frame<T>;

template <class... Arguments>
inline constexpr bool frame_has_its_zone = sizeof...(Arguments) > 1;
template <class Frame, class Duration>
inline constexpr bool frame_plus_duration = false;
/// True where the borders of the larger frames are borders of the smaller ones.
template <class Larger, class Smaller>
inline constexpr bool splits_into = false;
template <FrameUnit Larger, FrameUnit Smaller, Weekday Of, Weekday In>
inline constexpr bool splits_into<Frame<Larger, Of>, Frame<Smaller, In>> =
    Smaller < Larger && Smaller != FrameUnit::week;

/// The half-open time from `floor` to `ceiling` of one unit of a zone's calendar.
///
/// Its floor is the first instant at which the zone's clocks show the unit, its ceiling the floor
/// of the next frame: frames follow one another without gap or overlap. An hour that clocks repeat
/// is two frames. A day that begins, is set back and begins again began the first time.
///
/// Units:  milliseconds; the years 1 to 9999
/// Throws: ValidationError, rule "frame", outside these years.
///
///     const auto day = loom::DailyFrame::containing(loom::now(), loom::zone("Europe/Paris"));
///     const auto last_week = loom::WeeklyFrame::of("2026-W47", loom::utc);
template <FrameUnit Unit, Weekday FirstDay>
class Frame {
 public:
  static constexpr core::FrameKind kind{Unit, FirstDay};

  /// The frame in which an instant lies.
  static Frame containing(Time time, Zone zone) {
    return Frame(core::frame_containing(kind, time, zone), zone);
  }
  /// The frame of a name: "2026-11-22T14", "2026-11-22", "2026-W47", "2026-11", "2026-Q4", "2026";
  /// a week that does not begin on Monday is named by its first day, "2026-11-22/P7D". An hour that
  /// the clocks repeat needs its offset: "2026-11-01T01-04:00".
  ///
  /// Throws: ValidationError, rule "frame", where it is no such name; TimeZoneError, where the zone
  ///         skips that frame, or has it twice.
  static Frame of(std::string_view name, Zone zone) {
    return Frame(core::frame_of(kind, name, zone), zone);
  }
  template <class... Arguments>
    requires(sizeof...(Arguments) < 2)
  static Frame containing(const Arguments&...) {
    static_assert(frame_has_its_zone<Arguments...>,
                  "a frame depends on its zone: name one, containing(time, loom::utc) or "
                  "containing(time, loom::zone(\"Europe/Paris\"))");
  }
  template <class... Arguments>
    requires(sizeof...(Arguments) < 2)
  static Frame of(const Arguments&...) {
    static_assert(frame_has_its_zone<Arguments...>,
                  "a frame depends on its zone: name one, of(name, loom::utc) or "
                  "of(name, loom::zone(\"Europe/Paris\"))");
  }

  /// The first instant of it.
  Time floor() const noexcept { return span_.floor; }
  /// The first instant after it.
  Time ceiling() const noexcept { return span_.ceiling; }
  Zone zone() const noexcept { return zone_; }
  /// How long it is: a day may have 23 or 25 hours.
  std::chrono::milliseconds duration() const { return ceiling() - floor(); }
  bool contains(Time time) const noexcept { return floor() <= time && time < ceiling(); }

  Frame next() const { return plus(1); }
  Frame previous() const { return plus(-1); }
  /// The n-th frame after this one; before it, where n is negative. What a zone skips is not
  /// counted.
  Frame plus(std::int64_t n) const { return Frame(core::frame_plus(kind, span_, n, zone_), zone_); }

  /// How much of it is over at an instant: from 0 before it to 1 after it.
  double elapsed(Time now) const noexcept { return core::elapsed_of(span_, now); }
  bool has_passed(Time now) const noexcept { return ceiling() <= now; }

  /// The name, which `of` reads.
  std::string name() const { return core::frame_name(kind, span_, zone_); }

  /// The smaller frames of which it consists.
  ///
  ///     for (const auto hour : day.split<loom::HourlyFrame>()) …
  template <TimeFrame F>
  FrameRange<F> split() const;

  friend bool operator==(const Frame&, const Frame&) noexcept = default;
  /// By time, then by the zone's name.
  friend auto operator<=>(const Frame&, const Frame&) noexcept = default;

  template <class Rep, class Period>
  friend Frame operator+(const Frame& frame, std::chrono::duration<Rep, Period>) {
    static_assert(frame_plus_duration<Frame, std::chrono::duration<Rep, Period>>,
                  "frames have no fixed length, a day may have 23 or 25 hours: say next() or "
                  "plus(n)");
    return frame;
  }
  template <class Rep, class Period>
  friend Frame operator-(const Frame& frame, std::chrono::duration<Rep, Period>) {
    static_assert(frame_plus_duration<Frame, std::chrono::duration<Rep, Period>>,
                  "frames have no fixed length, a day may have 23 or 25 hours: say previous() or "
                  "plus(-n)");
    return frame;
  }

 private:
  friend FrameRange<Frame>;
  Frame(const core::FrameSpan& span, Zone zone) noexcept : span_(span), zone_(zone) {}

  core::FrameSpan span_;
  Zone zone_;
};

using HourlyFrame = Frame<FrameUnit::hour>;
using DailyFrame = Frame<FrameUnit::day>;
/// Weeks of ISO 8601: from Monday, the first of a year is the one with its first Thursday.
using WeeklyFrame = Frame<FrameUnit::week>;
/// Weeks that begin on another day: WeeklyFrameFrom<Weekday::sunday>.
template <Weekday FirstDay>
using WeeklyFrameFrom = Frame<FrameUnit::week, FirstDay>;
using MonthlyFrame = Frame<FrameUnit::month>;
using QuarterlyFrame = Frame<FrameUnit::quarter>;
using YearlyFrame = Frame<FrameUnit::year>;

/// Writes `frame.name()`.
template <TimeFrame F>
std::ostream& operator<<(std::ostream& out, const F& frame) {
  return out << frame.name();
}

}  // namespace loom

template <loom::FrameUnit Unit, loom::Weekday FirstDay>
struct std::hash<loom::Frame<Unit, FirstDay>> {
  std::size_t operator()(const loom::Frame<Unit, FirstDay>& frame) const noexcept {
    return std::hash<loom::Time>{}(frame.floor()) ^ std::hash<loom::Zone>{}(frame.zone());
  }
};

#include "loom/time/frame_range.hpp"
