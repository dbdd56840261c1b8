#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a group computes out of its documents, with the type of its result.

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

#include "loom/core/collection.hpp"
#include "loom/info/expression.hpp"

namespace loom {

/// A value that the server computes out of many documents, of type `T`, over `Fields`.
template <class T, class... Fields>
struct Accumulator {
  Document holder;  ///< {"": {"$sum": …}}
};

/// An accumulator that has no value where there are no documents: a mean, a first one.
template <class T, class... Fields>
struct AccumulatorOfSome : Accumulator<T, Fields...> {};

/// An accumulator over the documents around each one, in the order of a `window`.
template <class T, class... Fields>
struct Windowed {
  Document holder;  ///< {"": {"$sum": …, "window": {"documents": […]}}}
};

template <class T>
inline constexpr bool can_be_summed =
    detail::Number<detail::compared<T>> || std::is_same_v<detail::compared<T>, Decimal128>;

namespace detail {

template <class T, class Fields>
struct AccumulatorOf;
template <class T, class... Fields>
struct AccumulatorOf<T, std::tuple<Fields...>> {
  using type = Accumulator<T, Fields...>;
  using of_some = AccumulatorOfSome<T, Fields...>;
};

template <class T, class E>
auto accumulate(std::string_view op, const E& operand) {
  using Result = typename AccumulatorOf<T, fields_of<E>>::type;
  return Result{bson::build([&](bson::Writer& out) {
    const auto whole = out.begin_document(nameless);
    put_expression(out, op, operand.holder);
    out.end(whole);
  })};
}

template <class T, class E>
auto accumulate_some(std::string_view op, const E& operand) {
  using Result = typename AccumulatorOf<T, fields_of<E>>::of_some;
  return Result{accumulate<T>(op, operand)};
}

// A sum keeps the kind of its numbers: whole ones stay whole, in 64 bits.
template <class T>
using sum_of = std::conditional_t<
    std::is_same_v<compared<T>, Decimal128>, Decimal128,
    std::conditional_t<std::is_floating_point_v<compared<T>>, double, std::int64_t>>;
template <class T>
using mean_of = std::conditional_t<std::is_same_v<compared<T>, Decimal128>, Decimal128, double>;
template <class T, class Result>
using as_empty_as = std::conditional_t<is_optional<T>, std::optional<Result>, Result>;

template <class T>
consteval bool assert_summed() {
  static_assert(can_be_summed<T>, "sum, avg and std_dev take numbers: this field is none");
  return can_be_summed<T>;
}

template <class Operand>
using operand_type = type_of<decltype(as_expression(std::declval<const Operand&>()))>;

}  // namespace detail

/// How many documents there are. BSON: {"$sum": 1}
inline Accumulator<std::int64_t> count() {
  return {bson::build([](bson::Writer& out) {
    const auto whole = out.begin_document(detail::nameless);
    out.int32(std::string_view("$sum"), 1);
    out.end(whole);
  })};
}
/// The sum; of whole numbers a whole one. One that no int64 holds is a DecodeError.
template <detail::Operand Operand>
auto sum(const Operand& operand) {
  using T = detail::operand_type<Operand>;
  (void)detail::assert_summed<T>();
  return detail::accumulate<detail::sum_of<T>>("$sum", detail::as_expression(operand));
}
/// The mean, as a double; of Decimal128s a Decimal128.
template <detail::Operand Operand>
auto avg(const Operand& operand) {
  using T = detail::operand_type<Operand>;
  (void)detail::assert_summed<T>();
  return detail::accumulate_some<detail::as_empty_as<T, detail::mean_of<T>>>(
      "$avg", detail::as_expression(operand));
}
/// The standard deviation of the whole group.
template <detail::Operand Operand>
auto std_dev(const Operand& operand) {
  using T = detail::operand_type<Operand>;
  (void)detail::assert_summed<T>();
  return detail::accumulate_some<detail::as_empty_as<T, double>>("$stdDevPop",
                                                                 detail::as_expression(operand));
}
/// The smallest value; missing ones do not count.
template <detail::Operand Operand>
auto min(const Operand& operand) {
  return detail::accumulate_some<detail::operand_type<Operand>>("$min",
                                                                detail::as_expression(operand));
}
/// The greatest value; missing ones do not count.
template <detail::Operand Operand>
auto max(const Operand& operand) {
  return detail::accumulate_some<detail::operand_type<Operand>>("$max",
                                                                detail::as_expression(operand));
}
/// The value of the first document, in the order of the sort before the group.
template <detail::Operand Operand>
auto first(const Operand& operand) {
  return detail::accumulate_some<detail::operand_type<Operand>>("$first",
                                                                detail::as_expression(operand));
}
/// The value of the last document, in the order of the sort before the group.
template <detail::Operand Operand>
auto last(const Operand& operand) {
  return detail::accumulate_some<detail::operand_type<Operand>>("$last",
                                                                detail::as_expression(operand));
}
/// All values, as a vector; missing ones are left out.
template <detail::Operand Operand>
auto push(const Operand& operand) {
  using T = detail::without_optional<detail::operand_type<Operand>>;
  return detail::accumulate<std::vector<T>>("$push", detail::as_expression(operand));
}
/// All different values, as a vector in no order; missing ones are left out.
template <detail::Operand Operand>
auto add_to_set(const Operand& operand) {
  using T = detail::without_optional<detail::operand_type<Operand>>;
  return detail::accumulate<std::vector<T>>("$addToSet", detail::as_expression(operand));
}

namespace core {

/// {"": {…accumulator…, "window": {"documents": [from, "current"]}}}; `rows` 0: from the first one.
Document windowed(const Document& accumulator, std::int64_t rows);

}  // namespace core

/// An accumulator over all rows up to each one: a running total.
///
///     fld<&Row::so_far> = loom::running(loom::sum(fld<&Order::total>))
template <class T, class... Fields>
Windowed<T, Fields...> running(const Accumulator<T, Fields...>& accumulator) {
  return {core::windowed(accumulator.holder, 0)};
}
/// An accumulator over each row and those before it, `rows` in all: a moving average.
///
/// Throws: ValidationError, where `rows` is less than one.
///
///     fld<&Row::week> = loom::moving(loom::avg(fld<&Day::delay>), 7)
template <class T, class... Fields>
Windowed<T, Fields...> moving(const Accumulator<T, Fields...>& accumulator, std::int64_t rows) {
  return {core::windowed(accumulator.holder, core::require_at_least(1, "rows", rows))};
}

}  // namespace loom
