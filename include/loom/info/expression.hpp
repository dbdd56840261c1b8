#pragma once
// SPDX-License-Identifier: Apache-2.0
// Expressions of pipelines: what is computed on the server, with the type of its result.

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "loom/bson/build.hpp"
#include "loom/info/comparison.hpp"
#include "loom/info/field.hpp"

namespace loom {

/// A value that the server computes for each document, of type `T`, out of `Fields`.
///
/// BSON: {"$multiply": ["$items.quantity", "$items.unit_price"]}; a constant is {"$literal": 2.0}
template <class T, class... Fields>
struct Expression {
  Document holder;  ///< {"": the expression}

  /// The value, or another one where a document has none.
  ///
  /// BSON: {"$ifNull": ["$city", {"$literal": "unknown"}]}
  template <class V>
  auto value_or(const V& other) const;
};

/// A time frame that the server computes, of which kind and in which zone.
template <class T, class Frame, class... Fields>
struct FrameExpression;

namespace detail {

/// Stands among the fields of an expression for one element of an unwound vector.
template <class Vector>
struct ElementIn;

// The type of a field in a pipeline: it may be empty where a struct on its path may be.
template <class Field>
struct ReadAs;
template <auto... Path>
struct ReadAs<Field<Path...>> {
  using Last = unchecked<typename Field<Path...>::Value>;
  static constexpr bool may_be_missing =
      (is_optional<reflect::TypeOf<Path>> || ...) ||
      (!bson::is_variant<Last> && (bson::is_variant<reflect::TypeOf<Path>> || ...));
  using type = std::conditional_t<may_be_missing && !is_optional<Last>, std::optional<Last>, Last>;
};

constexpr std::string_view nameless;

template <class T>
inline constexpr bool is_expression = false;
template <class T, class... Fields>
inline constexpr bool is_expression<Expression<T, Fields...>> = true;
template <class T, class Frame, class... Fields>
inline constexpr bool is_expression<FrameExpression<T, Frame, Fields...>> = true;
template <class T>
inline constexpr bool is_field = false;
template <auto... Path>
inline constexpr bool is_field<Field<Path...>> = true;

/// What can stand on the right of an output: a field or an expression.
template <class T>
concept Operand = is_expression<T> || is_field<T>;

template <class T, class... Fields>
const Expression<T, Fields...>& as_expression(const Expression<T, Fields...>& expression) {
  return expression;
}
template <auto... Path>
auto as_expression(Field<Path...> field) {
  using F = Field<Path...>;
  return Expression<typename ReadAs<F>::type, F>{bson::build(
      [&](bson::Writer& out) { out.string(nameless, "$" + std::string(field.stored_path())); })};
}
template <class T>
  requires(!Operand<T>)
auto as_expression(const T& constant) {
  using Value = std::conditional_t<std::convertible_to<const T&, std::string_view>, std::string, T>;
  return Expression<Value>{bson::build([&](bson::Writer& out) {
    const auto literal = out.begin_document(nameless);
    put_value<Value>(out, std::string_view("$literal"), constant, "");
    out.end(literal);
  })};
}

inline void put_expression(bson::Writer& out, std::string_view key, const Document& holder) {
  auto inside = bson::open(holder.bytes());
  const auto element = bson::next(inside);
  out.value(key, element->type, element->value);
}

template <class T, class Fields>
struct ExpressionOf;
template <class T, class... Fields>
struct ExpressionOf<T, std::tuple<Fields...>> {
  using type = Expression<T, Fields...>;
};
template <class E>
struct Parts;
template <class T, class... F>
struct Parts<Expression<T, F...>> {
  using Type = T;
  using Fields = std::tuple<F...>;
};
template <class E>
using type_of = typename Parts<std::remove_cvref_t<E>>::Type;
template <class... E>
using fields_of =
    decltype(std::tuple_cat(std::declval<typename Parts<std::remove_cvref_t<E>>::Fields>()...));

/// The expression {op: [operands…]} of type `T`.
template <class T, class... E>
auto operation(std::string_view op, const E&... operands) {
  using Result = typename ExpressionOf<T, fields_of<E...>>::type;
  return Result{bson::build([&](bson::Writer& out) {
    const auto whole = out.begin_document(nameless);
    const auto list = out.begin_array(op);
    std::size_t i = 0;
    (put_expression(out, std::string_view(bson::IndexKey(i++)), operands.holder), ...);
    out.end(list);
    out.end(whole);
  })};
}

// The type that the server gives arithmetic: whole numbers grow as they need, a quotient is a
// double, a Decimal128 stays one; two dates differ by milliseconds.
struct NoResult {};
template <class A, class B>
consteval auto arithmetic_type(char op) {
  using std::chrono::milliseconds;
  constexpr bool decimals = std::is_same_v<A, Decimal128> || std::is_same_v<B, Decimal128>;
  constexpr bool numbers =
      (Number<A> || std::is_same_v<A, Decimal128>)&&(Number<B> || std::is_same_v<B, Decimal128>);
  constexpr bool doubles = std::is_floating_point_v<A> || std::is_floating_point_v<B>;
  (void)op;
  if constexpr (numbers && decimals && !doubles)
    return std::type_identity<Decimal128>{};
  else if constexpr (numbers && !decimals && doubles)
    return std::type_identity<double>{};
  else if constexpr (numbers && !decimals)
    return std::type_identity<std::int64_t>{};
  else
    return std::type_identity<NoResult>{};
}

template <class A, class B, char Op>
struct ResultOf {
  using Plain = typename decltype(arithmetic_type<compared<A>, compared<B>>(Op))::type;
  using type = std::conditional_t<Op == '/' && std::is_same_v<Plain, std::int64_t>, double, Plain>;
};
template <class A, class B>
  requires std::same_as<compared<A>, Time> && std::same_as<compared<B>, Time>
struct ResultOf<A, B, '-'> {
  using type = std::chrono::milliseconds;
};
template <class A, class B, char Op>
  requires(std::same_as<compared<A>, Time> && bson::StoredDuration<compared<B>> &&
           (Op == '+' || Op == '-'))
struct ResultOf<A, B, Op> {
  using type = Time;
};

}  // namespace detail

template <class A, class B>
inline constexpr bool server_can_compute_with = true;
template <class A, class B, char Op>
inline constexpr bool arithmetic_has_a_result =
    !std::is_same_v<typename detail::ResultOf<A, B, Op>::type, detail::NoResult>;

namespace detail {

template <char Op, class Left, class Right>
auto arithmetic(std::string_view name, const Left& left, const Right& right) {
  const auto a = as_expression(left);
  const auto b = as_expression(right);
  using A = type_of<decltype(a)>;
  using B = type_of<decltype(b)>;
  static_assert(
      arithmetic_has_a_result<A, B, Op>,
      "the server has no result for these two: + - * / take numbers of one kind (a double "
      "and a Decimal128 do not mix), or a Time and a duration");
  using T = typename ResultOf<A, B, Op>::type;
  constexpr bool may_be_empty = is_optional<A> || is_optional<B>;
  return operation<std::conditional_t<may_be_empty, std::optional<T>, T>>(name, a, b);
}

}  // namespace detail

template <class Left, class Right>
  requires(detail::Operand<Left> || detail::Operand<Right>)
auto operator+(const Left& left, const Right& right) {
  return detail::arithmetic<'+'>("$add", left, right);
}
template <class Left, class Right>
  requires(detail::Operand<Left> || detail::Operand<Right>)
auto operator-(const Left& left, const Right& right) {
  return detail::arithmetic<'-'>("$subtract", left, right);
}
template <class Left, class Right>
  requires(detail::Operand<Left> || detail::Operand<Right>)
auto operator*(const Left& left, const Right& right) {
  return detail::arithmetic<'*'>("$multiply", left, right);
}
template <class Left, class Right>
  requires(detail::Operand<Left> || detail::Operand<Right>)
auto operator/(const Left& left, const Right& right) {
  return detail::arithmetic<'/'>("$divide", left, right);
}

/// The element of a vector that was unwound, where the vector's field itself would name the whole.
///
/// BSON: "$tags"
///
///     Order::all().unwind(fld<&Order::tags>).group<TagCount>(
///         fld<&TagCount::tag> = loom::element(fld<&Order::tags>),
///         fld<&TagCount::orders> = loom::count());
template <auto... Path>
auto element(Field<Path...> vector) {
  using Vector = Field<Path...>;
  static_assert(is_a_vector<Vector, typename Vector::Value>,
                "element names one of an unwound vector: this field is none");
  if constexpr (is_a_vector<Vector, typename Vector::Value>) {
    using Element = typename detail::ElementOf<detail::compared<typename Vector::Value>>::type;
    return Expression<Element, detail::ElementIn<Vector>>{detail::as_expression(vector).holder};
  }
}

template <auto First, auto... Rest>
template <class V>
auto Field<First, Rest...>::value_or(const V& other) const {
  return detail::as_expression(*this).value_or(other);
}

template <class T, class... Fields>
template <class V>
auto Expression<T, Fields...>::value_or(const V& other) const {
  using Bare = detail::without_optional<T>;
  if constexpr (assert_comparable<Expression, Bare, V>()) {
    const auto constant = Expression<Bare>{bson::build([&](bson::Writer& out) {
      const auto literal = out.begin_document(detail::nameless);
      put_value<Bare>(out, std::string_view("$literal"), other, "");
      out.end(literal);
    })};
    return detail::operation<Bare>("$ifNull", *this, constant);
  } else {
    return Expression<Bare>{};
  }
}

}  // namespace loom
