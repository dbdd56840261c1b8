#pragma once
// SPDX-License-Identifier: Apache-2.0
// The rows that a pipeline gives: every member is assigned, by a value that it holds.

#include <cstddef>
#include <tuple>
#include <type_traits>

#include "loom/info/accumulator.hpp"

namespace loom {
namespace detail {

template <class Right>
struct RightSide {  // a constant
  using Type = Right;
  using Fields = std::tuple<>;
};
template <auto... Path>
struct RightSide<Field<Path...>> {
  using Type = typename ReadAs<Field<Path...>>::type;
  using Fields = std::tuple<Field<Path...>>;
};
template <class T, class... F>
struct RightSide<Expression<T, F...>> {
  using Type = T;
  using Fields = std::tuple<F...>;
};
template <class T, class... F>
struct RightSide<Accumulator<T, F...>> : RightSide<Expression<T, F...>> {};
template <class T, class... F>
struct RightSide<AccumulatorOfSome<T, F...>> : RightSide<Expression<T, F...>> {};
template <class T, class Frame, class... F>
struct RightSide<FrameExpression<T, Frame, F...>> : RightSide<Expression<T, F...>> {};
template <class T, class... F>
struct RightSide<Windowed<T, F...>> : RightSide<Expression<T, F...>> {};

template <class T>
inline constexpr bool is_accumulator = false;
template <class T, class... F>
inline constexpr bool is_accumulator<Accumulator<T, F...>> = true;
template <class T>
inline constexpr bool is_accumulator_of_some = false;
template <class T, class... F>
inline constexpr bool is_accumulator_of_some<AccumulatorOfSome<T, F...>> = true;
template <class T, class... F>
inline constexpr bool is_accumulator<AccumulatorOfSome<T, F...>> = true;
template <class T>
inline constexpr bool is_windowed = false;
template <class T, class... F>
inline constexpr bool is_windowed<Windowed<T, F...>> = true;

template <class Assignment>
struct AssignmentOf {
  static constexpr bool is_one = false;
};
template <class F, class R>
struct AssignmentOf<Assigned<F, R>> {
  static constexpr bool is_one = true;
  using Left = F;
  using Right = R;
  using Type = typename RightSide<R>::Type;
  using Fields = typename RightSide<R>::Fields;
};
template <class T>
inline constexpr bool is_framed = false;
template <class T, class Frame, class... F>
inline constexpr bool is_framed<FrameExpression<T, Frame, F...>> = true;

// Only a whole member of the row is assigned: a part of one would leave the rest of it out.
template <class F>
inline constexpr bool is_a_member = false;
template <auto Pointer>
inline constexpr bool is_a_member<Field<Pointer>> = true;

template <class A>
using left_of = typename AssignmentOf<A>::Left;
template <class A>
using right_of = typename AssignmentOf<A>::Right;

// Whether a member of type L holds every value of type R, where neither is empty.
template <class L, class R>
inline constexpr bool holds_value = std::is_same_v<L, R> || std::convertible_to<R, L>;
template <Number L, class R>
inline constexpr bool holds_value<L, R> = Number<R> && holds_all_of<L, R>();
template <class R>
inline constexpr bool holds_value<std::string, R> =
    std::convertible_to<R, std::string_view> || bson::CaseFolded<R>;
template <class L, class R>
  requires std::is_enum_v<L>
inline constexpr bool holds_value<L, R> = std::is_same_v<L, R>;
template <class R>
inline constexpr bool holds_value<bool, R> = std::is_same_v<R, bool>;
template <class R>
inline constexpr bool holds_value<Decimal128, R> = std::is_same_v<R, Decimal128>;

template <class Field, class... Rest>
inline constexpr bool is_among = (std::is_same_v<Field, Rest> || ...);
template <class First, class... Rest>
consteval bool all_different() {
  if constexpr (sizeof...(Rest) == 0)
    return true;
  else
    return !is_among<First, Rest...> && all_different<Rest...>();
}

}  // namespace detail

template <class Row, class Assignment>
inline constexpr bool assigns_a_member_of_the_row = [] {
  if constexpr (detail::AssignmentOf<Assignment>::is_one)
    return detail::is_a_member<detail::left_of<Assignment>> &&
           std::is_same_v<typename detail::left_of<Assignment>::Model, Row>;
  else
    return false;
}();
template <class Row, class... Assignments>
inline constexpr bool every_member_is_assigned_once =
    sizeof...(Assignments) == reflect::member_count<Row> &&
    detail::all_different<detail::left_of<Assignments>...>();
template <class Row, class Left, class Right>
inline constexpr bool member_expects_an_empty_value =
    detail::is_optional<Left> || !detail::is_optional<Right>;
template <class Row, class Left, class Right>
inline constexpr bool member_can_hold =
    detail::holds_value<detail::compared<Left>, detail::compared<Right>>;

namespace detail {

template <class Row, class Assignment>
consteval bool assert_fits() {
  using Left = typename left_of<Assignment>::Value;
  using Right = typename AssignmentOf<Assignment>::Type;
  static_assert(
      member_can_hold<Row, Left, Right>,
      "this member of the row does not hold what is assigned to it: give it the type of the "
      "value (a sum of whole numbers is an int64, a mean is a double)");
  if constexpr (member_can_hold<Row, Left, Right>) {
    static_assert(
        member_expects_an_empty_value<Row, Left, Right>,
        "what is assigned may be empty: make the member of the row a std::optional, or say "
        ".value_or(x)");
    return member_expects_an_empty_value<Row, Left, Right>;
  } else {
    return false;
  }
}

}  // namespace detail

/// Asserts that these assignments make a `Row`; true where they do.
template <class Row, class... Assignments>
consteval bool assert_row() {
  static_assert((assigns_a_member_of_the_row<Row, Assignments> && ...),
                "an output is written fld<&Row::member> = expression, for the members of this row");
  if constexpr ((assigns_a_member_of_the_row<Row, Assignments> && ...)) {
    if constexpr ((detail::assert_fits<Row, Assignments>() && ...)) {
      static_assert(every_member_is_assigned_once<Row, Assignments...>,
                    "every member of the row is assigned, once: one is left out or assigned twice");
      return every_member_is_assigned_once<Row, Assignments...>;
    } else {
      return false;
    }
  } else {
    return false;
  }
}

}  // namespace loom
