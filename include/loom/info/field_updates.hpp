#pragma once
// SPDX-License-Identifier: Apache-2.0
// How a field is changed in an update: each operator gives a term for `update` and its kin.

#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "loom/bson/build.hpp"
#include "loom/info/comparison.hpp"
#include "loom/info/field_filters.hpp"

namespace loom {

/// A field and what becomes of it: a value in an update, an expression in an output.
template <class Field, class Right>
struct Assigned {
  Field field;
  Right right;
};

namespace detail {

// What a number of type T is taken away as: its negative, in a type that is signed.
template <class T>
using taken_away = std::conditional_t<std::is_same_v<T, std::uint32_t>, std::int64_t, T>;

inline Decimal128 negated(const Decimal128& value, std::string_view) { return -value; }
template <Number T>
T negated(T value, std::string_view path) {
  if constexpr (std::is_integral_v<T>)
    if (value == std::numeric_limits<T>::min())
      throw ValidationError(std::string(path), "number",
                            "is lessened by a number whose negative its type does not hold");
  return -value;
}

// Text is kept as a string of its own: a term may outlive what it was made of.
template <class Right>
using kept =
    std::conditional_t<std::is_same_v<Right, std::string_view> || std::is_same_v<Right, char*> ||
                           std::is_same_v<Right, const char*>,
                       std::string, Right>;

}  // namespace detail

enum class UpdateOperator { inc, mul, min, max, unset, push, add_to_set, pull };

/// A change of one field by an operator; its document is {path: operand}.
template <class Field, UpdateOperator Operator>
struct FieldUpdate {
  Document document;
};

template <class Field, class T>
inline constexpr bool can_be_unset = detail::is_optional<T> || bson::is_container<T>;
template <class Field, class T>
inline constexpr bool is_a_number =
    detail::Number<detail::compared<T>> || std::is_same_v<detail::compared<T>, Decimal128>;

/// The update operators of a field whose type is `Self`.
template <class Self>
struct UpdateOperators {
  using Value = typename FieldTraits<Self>::Value;

  /// The value that the field gets; in `group` and `project` the expression that fills it.
  ///
  /// BSON: {"$set": {"state": "paid"}}
  ///
  ///     Order::filter(…).update(fld<&Order::state> = State::paid);
  template <class Right>
  Assigned<Self, detail::kept<std::decay_t<const Right&>>> operator=(const Right& right) const {
    return {self(), detail::kept<std::decay_t<const Right&>>(right)};
  }
  /// Adds to a number; one that is missing counts as zero.
  ///
  /// A sum that an `int` member cannot hold is stored as int64, which a program that reads the
  /// member as `int` refuses to load.
  ///
  /// BSON:   {"$inc": {"visits": 5}}
  /// Source: https://www.mongodb.com/docs/manual/reference/operator/update/inc/
  template <class V>
  FieldUpdate<Self, UpdateOperator::inc> operator+=(const V& value) const {
    return with_number<UpdateOperator::inc>(value);
  }
  /// Takes from a number. BSON: {"$inc": {"visits": -5}}
  template <class V>
  FieldUpdate<Self, UpdateOperator::inc> operator-=(const V& value) const {
    if constexpr (assert_number<V>())
      return make<UpdateOperator::inc>([&](bson::Writer& out, std::string_view key) {
        using Taken = detail::taken_away<detail::compared<Value>>;
        const auto number = static_cast<Taken>(static_cast<detail::compared<V>>(value));
        put_value<Taken>(out, key, detail::negated(number, key), key);
      });
    else
      return {};
  }
  /// Multiplies a number; one that is missing becomes zero. BSON: {"$mul": {"total": 1.1}}
  template <class V>
  FieldUpdate<Self, UpdateOperator::mul> operator*=(const V& value) const {
    return with_number<UpdateOperator::mul>(value);
  }
  /// Lowers the field to the value where it is greater or missing. BSON: {"$min": {"best": 3}}
  template <class V>
  FieldUpdate<Self, UpdateOperator::min> min(const V& value) const {
    return with_ordered<UpdateOperator::min>(value);
  }
  /// Raises the field to the value where it is less or missing. BSON: {"$max": {"worst": 9}}
  template <class V>
  FieldUpdate<Self, UpdateOperator::max> max(const V& value) const {
    return with_ordered<UpdateOperator::max>(value);
  }
  /// Removes an optional field. BSON: {"$unset": {"note": true}}
  FieldUpdate<Self, UpdateOperator::unset> unset() const {
    static_assert(can_be_unset<Self, Value>,
                  "only a field that may be missing can be unset: make the member a std::optional, "
                  "else its documents could not be loaded any more");
    return make<UpdateOperator::unset>(
        [](bson::Writer& out, std::string_view key) { out.boolean(key, true); });
  }
  /// Appends an element to a vector. BSON: {"$push": {"tags": {"$each": ["vip"]}}}
  template <class V>
  FieldUpdate<Self, UpdateOperator::push> push(const V& element) const {
    return with_element<UpdateOperator::push>(element);
  }
  /// Appends an element to a vector that lacks it.
  ///
  /// BSON: {"$addToSet": {"tags": {"$each": ["vip"]}}}
  template <class V>
  FieldUpdate<Self, UpdateOperator::add_to_set> add_to_set(const V& element) const {
    return with_element<UpdateOperator::add_to_set>(element);
  }
  /// Removes the elements of a vector that equal a value. BSON: {"$pull": {"tags": {"$eq": "vip"}}}
  template <class V>
  FieldUpdate<Self, UpdateOperator::pull> pull(const V& element) const {
    if constexpr (assert_element<V>())
      return make<UpdateOperator::pull>([&](bson::Writer& out, std::string_view key) {
        const auto condition = out.begin_document(key);
        put_value<Element<Value>>(out, std::string_view("$eq"), element, key);
        out.end(condition);
      });
    else
      return {};
  }
  /// Removes the elements of a vector that a filter means.
  template <class Wanted>
  FieldUpdate<Self, UpdateOperator::pull> pull(const Filter<Wanted>& wanted) const {
    static_assert(is_a_vector<Self, Value>,
                  "push, add_to_set and pull change a vector: this field is none");
    if constexpr (is_a_vector<Self, Value>) {
      static_assert(filter_is_of_the_elements<Self, Element<Value>, Wanted>,
                    "this filter belongs to another struct than the vector's elements");
      core::require_writable(wanted.term(), "pull");
      return make<UpdateOperator::pull>([&](bson::Writer& out, std::string_view key) {
        out.document(key, wanted.document().bytes());
      });
    } else {
      return {};
    }
  }

 private:
  friend Self;
  template <class T>
  using Element = typename detail::ElementOf<detail::compared<T>>::type;

  const Self& self() const noexcept { return static_cast<const Self&>(*this); }

  template <UpdateOperator Operator, class Put>
  FieldUpdate<Self, Operator> make(Put put) const {
    const std::string_view path = self().path();
    return {bson::build([&](bson::Writer& out) { put(out, path); })};
  }
  template <UpdateOperator Operator, class V>
  FieldUpdate<Self, Operator> with_value(const V& value) const {
    if constexpr (assert_comparable<Self, Value, V>())
      return make<Operator>(
          [&](bson::Writer& out, std::string_view key) { put_value<Value>(out, key, value, key); });
    else
      return {};
  }
  template <class V>
  static consteval bool assert_number() {
    static_assert(is_a_number<Self, Value>, "+=, -= and *= change a number: this field is none");
    if constexpr (is_a_number<Self, Value>)
      return assert_comparable<Self, Value, V>();
    else
      return false;
  }
  template <UpdateOperator Operator, class V>
  FieldUpdate<Self, Operator> with_number(const V& value) const {
    if constexpr (assert_number<V>())
      return with_value<Operator>(value);
    else
      return {};
  }
  template <UpdateOperator Operator, class V>
  FieldUpdate<Self, Operator> with_ordered(const V& value) const {
    if constexpr (assert_ordered<Self, Value>() && assert_comparable<Self, Value, V>()) {
      require_rules<Value>(value, self().path());
      return with_value<Operator>(value);
    } else {
      return {};
    }
  }
  template <class V>
  static consteval bool assert_element() {
    static_assert(is_a_vector<Self, Value>,
                  "push, add_to_set and pull change a vector: this field is none");
    if constexpr (is_a_vector<Self, Value>)
      return assert_comparable<Self, Element<Value>, V>();
    else
      return false;
  }
  template <UpdateOperator Operator, class V>
  FieldUpdate<Self, Operator> with_element(const V& element) const {
    if constexpr (assert_element<V>()) {
      require_rules<Element<Value>>(element, self().path());
      // Under $each, for MongoDB would read a document of modifiers as such.
      return make<Operator>([&](bson::Writer& out, std::string_view key) {
        const auto modifiers = out.begin_document(key);
        const auto list = out.begin_array(std::string_view("$each"));
        put_value<Element<Value>>(out, std::string_view("0"), element, key);
        out.end(list);
        out.end(modifiers);
      });
    } else {
      return {};
    }
  }
};

}  // namespace loom
