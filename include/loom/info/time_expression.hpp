#pragma once
// SPDX-License-Identifier: Apache-2.0
// Expressions of pipelines over times: the frame in which one lies, and the parts of its date.

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "loom/info/expression.hpp"
#include "loom/time/frame.hpp"

namespace loom {
namespace core {

/// The floor of the frame of `time`, an expression in a holder.
///
/// The boundaries are Loom's own, sent as a search tree: a server's $dateTrunc has other zone data,
/// and puts some floors after their own instants.
Document frame_expression(FrameKind kind, const Document& time, Zone zone);
/// A part of the date and time that the clocks of a zone show at `time`: "$hour", "$isoDayOfWeek" …
Document date_part_expression(std::string_view part, const Document& time, Zone zone);

}  // namespace core

template <class T>
inline constexpr bool is_a_time = std::is_same_v<detail::compared<T>, Time>;
template <class F>
inline constexpr bool is_a_kind_of_frame = is_time_frame<F>;

namespace detail {

template <class Operand>
consteval bool assert_time() {
  static_assert(is_a_time<Operand>,
                "frame and the parts of a date are asked of a Time: this is none");
  return is_a_time<Operand>;
}

template <class T, class Operand, class Make>
auto of_time(const Operand& operand, Make make) {
  const auto time = as_expression(operand);
  using Asked = type_of<decltype(time)>;
  using Result = std::conditional_t<is_optional<Asked>, std::optional<T>, T>;
  using Whole = typename ExpressionOf<Result, fields_of<decltype(time)>>::type;
  if constexpr (assert_time<Asked>())
    return Whole{make(time.holder)};
  else
    return Whole{};
}

template <class Operand>
auto date_part(std::string_view part, const Operand& operand, Zone zone) {
  return of_time<std::int32_t>(
      operand, [&](const Document& time) { return core::date_part_expression(part, time, zone); });
}

}  // namespace detail

/// The floor of the frame in which a time lies: the same as the client's, in every zone.
///
///     fld<&Row::day> = loom::frame<loom::DailyFrame>(fld<&Order::placed_at>, zone)
template <class F, detail::Operand Operand>
auto frame(const Operand& time, Zone zone) {
  static_assert(is_a_kind_of_frame<F>,
                "frame<…> takes the kind of frame: frame<loom::DailyFrame>(field, zone)");
  return detail::of_time<Time>(time, [zone](const Document& holder) {
    return core::frame_expression(F::kind, holder, zone);
  });
}
template <class F, detail::Operand Operand>
void frame(const Operand&) {
  static_assert(frame_has_its_zone<Operand>,
                "a frame depends on its zone: name one, frame<…>(field, loom::utc) or "
                "frame<…>(field, loom::zone(\"Europe/Paris\"))");
}

/// The year that the clocks of a zone show.
template <detail::Operand Operand>
auto year(const Operand& time, Zone zone) {
  return detail::date_part("$year", time, zone);
}
/// The month, 1 to 12.
template <detail::Operand Operand>
auto month(const Operand& time, Zone zone) {
  return detail::date_part("$month", time, zone);
}
/// The day of the month, 1 to 31.
template <detail::Operand Operand>
auto day_of_month(const Operand& time, Zone zone) {
  return detail::date_part("$dayOfMonth", time, zone);
}
/// The day of the week as ISO 8601 counts it: 1 for Monday to 7 for Sunday, as in Weekday.
template <detail::Operand Operand>
auto iso_day_of_week(const Operand& time, Zone zone) {
  return detail::date_part("$isoDayOfWeek", time, zone);
}
/// The hour of the day, 0 to 23.
template <detail::Operand Operand>
auto hour(const Operand& time, Zone zone) {
  return detail::date_part("$hour", time, zone);
}

}  // namespace loom
