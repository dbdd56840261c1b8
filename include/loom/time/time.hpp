#pragma once
// SPDX-License-Identifier: Apache-2.0
// An instant, as BSON stores it: milliseconds of UTC. And the one clock, now().

#include <chrono>
#include <compare>
#include <concepts>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <ratio>
#include <string>
#include <string_view>

namespace loom {

/// True where every value of `Duration` is a whole number of milliseconds.
template <class Duration>
inline constexpr bool is_whole_milliseconds =
    std::integral<typename Duration::rep> &&
    std::ratio_divide<typename Duration::period, std::milli>::den == 1;

namespace detail {

[[noreturn]] void throw_time_out_of_range();

/// The milliseconds of `duration`; one that no Time can hold throws instead of wrapping around.
template <class Duration>
constexpr std::int64_t whole_milliseconds(Duration duration) {
  std::int64_t count = 0;
  if (__builtin_mul_overflow(duration.count(),
                             std::ratio_divide<typename Duration::period, std::milli>::num, &count))
    throw_time_out_of_range();
  return count;
}

}  // namespace detail

/// An instant of UTC, in milliseconds since 1970, without leap seconds.
///
/// It never rounds by itself: a finer clock goes through `Time::floor`. Arithmetic that leaves its
/// range of 292 million years throws.
///
/// BSON:   date
/// Units:  milliseconds
/// Throws: ValidationError, rule "time", where a result is out of range.
///
///     const loom::Time at = loom::parse_time("2026-11-22T10:00:00Z");
///     const auto tomorrow = at + 24h;
class Time {
 public:
  /// 1970-01-01T00:00:00Z.
  constexpr Time() noexcept = default;

  /// A time point of milliseconds or coarser, exactly.
  template <class Duration>
  constexpr Time(std::chrono::sys_time<Duration> point)
      : since_epoch_(exact_milliseconds(point.time_since_epoch())) {}

  static constexpr Time from_millis(std::int64_t since_epoch) noexcept {
    Time time;
    time.since_epoch_ = std::chrono::milliseconds(since_epoch);
    return time;
  }
  /// The last whole millisecond at or before `point`.
  ///
  ///     auto at = loom::Time::floor(std::chrono::system_clock::now());
  template <class Duration>
    requires std::integral<typename Duration::rep>
  static constexpr Time floor(std::chrono::sys_time<Duration> point) {
    if constexpr (is_whole_milliseconds<Duration>)
      return point;
    else
      return std::chrono::floor<std::chrono::milliseconds>(point);
  }

  constexpr std::chrono::milliseconds since_epoch() const noexcept { return since_epoch_; }
  constexpr std::chrono::sys_time<std::chrono::milliseconds> sys_time() const noexcept {
    return std::chrono::sys_time<std::chrono::milliseconds>(since_epoch_);
  }

  /// RFC 3339 in UTC, with milliseconds where there are any: "2026-11-22T10:00:00Z",
  /// "2026-11-22T10:00:00.250Z". Years that RFC 3339 cannot write have a sign and at least six
  /// digits, as in ISO 8601: "-000001-12-31T00:00:00Z", "+012026-11-22T10:00:00Z".
  std::string str() const;

  template <class Rep, class Period>
  constexpr Time& operator+=(std::chrono::duration<Rep, Period> duration) {
    return *this = *this + duration;
  }
  template <class Rep, class Period>
  constexpr Time& operator-=(std::chrono::duration<Rep, Period> duration) {
    return *this = *this - duration;
  }
  template <class Rep, class Period>
  friend constexpr Time operator+(Time time, std::chrono::duration<Rep, Period> duration) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(time.since_epoch_.count(), exact_milliseconds(duration).count(),
                               &sum))
      detail::throw_time_out_of_range();
    return from_millis(sum);
  }
  template <class Rep, class Period>
  friend constexpr Time operator+(std::chrono::duration<Rep, Period> duration, Time time) {
    return time + duration;
  }
  template <class Rep, class Period>
  friend constexpr Time operator-(Time time, std::chrono::duration<Rep, Period> duration) {
    return from_millis((time - from_millis(exact_milliseconds(duration).count())).count());
  }
  friend constexpr std::chrono::milliseconds operator-(Time a, Time b) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.since_epoch_.count(), b.since_epoch_.count(), &difference))
      detail::throw_time_out_of_range();
    return std::chrono::milliseconds(difference);
  }

  friend constexpr auto operator<=>(Time, Time) noexcept = default;

 private:
  template <class Duration>
  static constexpr std::chrono::milliseconds exact_milliseconds(Duration duration) {
    static_assert(is_whole_milliseconds<Duration>,
                  "a Time holds milliseconds, and this is finer: write Time::floor(time point) or "
                  "std::chrono::floor<std::chrono::milliseconds>(duration)");
    if constexpr (is_whole_milliseconds<Duration>)
      return std::chrono::milliseconds(detail::whole_milliseconds(duration));
    else
      return {};  // One sentence is enough: what follows from the mistake would only bury it.
  }

  std::chrono::milliseconds since_epoch_{0};
};

/// Writes `time.str()`.
std::ostream& operator<<(std::ostream& out, Time time);

/// Reads an instant in the form of RFC 3339: "2026-11-22T10:00:00.250+01:00".
///
/// The offset is required (Z, ±hh:mm, or ±hh:mm:ss as the clocks had before the railways): without
/// one a text names no instant. Digits of the second
/// finer than milliseconds must be zeros. A leap second (:60) is no instant of UTC as computers
/// count it.
///
/// Throws: ValidationError, rule "time".
/// Source: https://www.rfc-editor.org/rfc/rfc3339#section-5.6
///
///     auto at = loom::parse_time("2026-11-22T10:00:00Z");
Time parse_time(std::string_view text);

/// The present instant: the one clock of Loom, which a `testing::FrozenClock` replaces.
Time now();

}  // namespace loom

template <>
struct std::hash<loom::Time> {
  std::size_t operator()(loom::Time time) const noexcept {
    return std::hash<std::int64_t>{}(time.since_epoch().count());
  }
};
