#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a field can be asked in a filter. A value always stands under an operator and has the
// field's own type: no input can become an operator.

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "loom/info/comparison.hpp"
#include "loom/info/filter.hpp"
#include "loom/info/regex.hpp"

namespace loom {
namespace detail {

template <class T>
struct ElementOf {};
template <class T>
struct ElementOf<std::vector<T>> {
  using type = T;
};
template <class T, std::size_t Size>
struct ElementOf<std::array<T, Size>> {
  using type = T;
};

template <class T, class Alternative>
inline constexpr bool is_alternative = false;
template <class... A, class Alternative>
inline constexpr bool is_alternative<std::variant<A...>, Alternative> =
    (std::is_same_v<A, Alternative> || ...);

}  // namespace detail

/// The model and the type of a field.
template <class Field>
struct FieldTraits;

template <class Field, class T>
inline constexpr bool is_a_vector =
    requires { typename detail::ElementOf<detail::compared<T>>::type; };
template <class Field, class T>
inline constexpr bool is_text =
    std::is_same_v<detail::compared<T>, std::string> || bson::CaseFolded<detail::compared<T>>;
template <class Field, class T, class Alternative>
inline constexpr bool is_an_alternative = detail::is_alternative<detail::compared<T>, Alternative>;
template <class Field, class Element, class Wanted>
inline constexpr bool filter_is_of_the_elements = std::is_same_v<detail::compared<Element>, Wanted>;

/// The filter operators of a field whose type is `Self`. What it is of, `FieldTraits` says: a base
/// that named the model would give a model in an anonymous namespace a warning of g++.
template <class Self>
struct FilterOperators {
  using Model = typename FieldTraits<Self>::Model;
  using Value = typename FieldTraits<Self>::Value;

  template <class V>
  friend Filter<Model> operator==(const Self& field, const V& value) {
    return field.compare("$eq", value);
  }
  template <class V>
  friend Filter<Model> operator!=(const Self& field, const V& value) {
    return field.compare("$ne", value);
  }
  template <class V>
  friend Filter<Model> operator<(const Self& field, const V& value) {
    return field.in_order("$lt", value);
  }
  template <class V>
  friend Filter<Model> operator<=(const Self& field, const V& value) {
    return field.in_order("$lte", value);
  }
  template <class V>
  friend Filter<Model> operator>(const Self& field, const V& value) {
    return field.in_order("$gt", value);
  }
  template <class V>
  friend Filter<Model> operator>=(const Self& field, const V& value) {
    return field.in_order("$gte", value);
  }

  /// Keeps documents whose field is at least `from` and less than `to`.
  ///
  /// BSON:   {"placed_at": {"$gte": …, "$lt": …}}
  ///
  ///     Order::filter(fld<&Order::placed_at>.between(start, start + 24h))
  template <class From, class To>
  Filter<Model> between(const From& from, const To& to) const {
    if constexpr (assert_ordered<Self, Value>() && assert_comparable<Self, Value, From>() &&
                  assert_comparable<Self, Value, To>())
      return term([&](bson::Writer& out) {
        put_value<Value>(out, key("$gte"), from, path());
        put_value<Value>(out, key("$lt"), to, path());
      });
    else
      return {};
  }

  /// Keeps documents whose field is one of the values.
  ///
  /// BSON:   {"state": {"$in": ["draft", "paid"]}}
  /// Source: https://www.mongodb.com/docs/manual/reference/operator/query/in/
  ///
  ///     Order::filter(fld<&Order::state>.in({State::draft, State::paid}))
  template <class V>
  Filter<Model> in(std::initializer_list<V> values) const {
    return one_of("$in", values);
  }
  template <class Range>
    requires requires(const Range& range) { range.begin(), range.end(); }
  Filter<Model> in(const Range& values) const {
    return one_of("$in", values);
  }
  /// Keeps documents whose time lies in a frame.
  ///
  /// BSON: {"placed_at": {"$gte": floor, "$lt": ceiling}}
  ///
  ///     Order::filter(fld<&Order::placed_at>.in(loom::DailyFrame::of("2026-11-22", loom::utc)))
  template <TimeFrame F>
  Filter<Model> in(const F& frame) const {
    return between(frame.floor(), frame.ceiling());
  }
  /// Keeps documents whose field is none of the values, or missing; with none, every document.
  template <class V>
  Filter<Model> not_in(std::initializer_list<V> values) const {
    return none_of(values);
  }
  template <class Range>
    requires requires(const Range& range) { range.begin(), range.end(); }
  Filter<Model> not_in(const Range& values) const {
    return none_of(values);
  }

  /// Keeps documents that have the field, be it null.
  Filter<Model> exists() const {
    return term([](bson::Writer& out) { out.boolean(key("$exists"), true); });
  }
  /// Keeps documents that lack the field.
  Filter<Model> missing() const {
    return term([](bson::Writer& out) { out.boolean(key("$exists"), false); });
  }
  /// Keeps documents whose field is null.
  Filter<Model> is_null() const {
    return term([](bson::Writer& out) { out.string(key("$type"), "null"); });
  }
  /// Keeps documents whose field is null or missing.
  ///
  /// BSON: {"note": {"$eq": null}}
  Filter<Model> absent() const {
    return term([](bson::Writer& out) { out.null(key("$eq")); });
  }

  /// Keeps documents whose text begins so; the text is taken as it is, and an index helps.
  ///
  /// BSON: {"name": {"$regex": "^Ada"}}
  Filter<Model> starts_with(std::string_view text) const {
    if constexpr (assert_text()) {
      using Text = detail::compared<Value>;
      const std::string pattern = "^" + core::escaped(std::string_view(Text(text)), path());
      return term([&](bson::Writer& out) { out.string(key("$regex"), pattern); });
    } else {
      return {};
    }
  }
  /// Keeps documents whose text matches a regular expression somewhere.
  ///
  /// BSON:   {"name": {"$regex": "[0-9]{4}", "$options": "i"}}
  /// Source: https://www.mongodb.com/docs/manual/reference/operator/query/regex/
  ///
  ///     Customer::filter(fld<&Customer::name>.matches(loom::regex("^A.*a$")))
  Filter<Model> matches(const Regex& regex) const {
    if constexpr (assert_text())
      return term([&](bson::Writer& out) {
        out.string(key("$regex"), regex.pattern());
        if (!regex.options().empty()) out.string(key("$options"), regex.options());
      });
    else
      return {};
  }

  /// Keeps documents whose vector has this element.
  ///
  /// BSON: {"tags": {"$elemMatch": {"$eq": "vip"}}}
  template <class V>
  Filter<Model> contains(const V& value) const {
    if constexpr (assert_vector<V>())
      return term([&](bson::Writer& out) { put_element(out, key("$elemMatch"), value); });
    else
      return {};
  }
  /// Keeps documents whose vector has all of these elements; with none, every document.
  template <class V>
  Filter<Model> contains_all(std::initializer_list<V> values) const {
    return all_of(values);
  }
  template <class Range>
    requires requires(const Range& range) { range.begin(), range.end(); }
  Filter<Model> contains_all(const Range& values) const {
    return all_of(values);
  }
  /// Keeps documents whose vector has one element that a filter means.
  ///
  /// BSON: {"items": {"$elemMatch": {"$and": [{"sku": {"$eq": "A1"}}, {"quantity": {"$gt": 3}}]}}}
  ///
  ///     Order::filter(fld<&Order::items>.any(fld<&Item::sku> == "A1" && fld<&Item::quantity> > 3))
  template <class Wanted>
  Filter<Model> any(const Filter<Wanted>& wanted) const {
    static_assert(is_a_vector<Self, Value>,
                  "any, contains and size_is ask a vector: this field is none");
    if constexpr (is_a_vector<Self, Value>) {
      using Element = typename detail::ElementOf<detail::compared<Value>>::type;
      static_assert(filter_is_of_the_elements<Self, Element, Wanted>,
                    "this filter belongs to another struct than the vector's elements");
      if constexpr (filter_is_of_the_elements<Self, Element, Wanted>) {
        auto result = core::term(path(), [&](bson::Writer& out) {
          out.document(key("$elemMatch"), wanted.document().bytes());
        });
        result.lost_term = wanted.term().lost_term || wanted.term().vanished;
        return Filter<Model>(std::move(result));
      } else {
        return {};
      }
    } else {
      return {};
    }
  }
  /// Keeps documents whose variant is this alternative.
  ///
  /// BSON: {"payment.kind": {"$eq": "Card"}}
  ///
  ///     Booking::filter(fld<&Booking::payment>.holds<Card>())
  template <class Alternative>
  Filter<Model> holds() const {
    static_assert(is_an_alternative<Self, Value, Alternative>,
                  "holds names an alternative of a variant: this field has no such one");
    constexpr auto kind = bson::kind_of_struct<Alternative>;
    return Filter<Model>(
        core::term(std::string(path()) + "." + std::string(kind.field),
                   [&](bson::Writer& out) { out.string(key("$eq"), kind.value); }));
  }
  /// Keeps documents whose vector has `n` elements.
  Filter<Model> size_is(std::int64_t n) const {
    static_assert(is_a_vector<Self, Value>,
                  "any, contains and size_is ask a vector: this field is none");
    return term([&](bson::Writer& out) { out.int64(key("$size"), n); });
  }

 private:
  friend Self;
  static constexpr std::string_view key(std::string_view text) noexcept { return text; }
  const Self& self() const noexcept { return static_cast<const Self&>(*this); }
  std::string_view path() const { return self().path(); }

  static consteval bool assert_text() {
    static_assert(is_text<Self, Value>, "starts_with and matches ask a text: this field is none");
    return is_text<Self, Value>;
  }
  template <class V>
  static consteval bool assert_vector() {
    static_assert(is_a_vector<Self, Value>,
                  "any, contains and size_is ask a vector: this field is none");
    if constexpr (is_a_vector<Self, Value>)
      return assert_comparable<Self, typename detail::ElementOf<detail::compared<Value>>::type,
                               V>();
    else
      return false;
  }

  template <class Put>
  Filter<Model> term(Put put) const {
    return Filter<Model>(core::term(path(), put));
  }
  template <class V>
  Filter<Model> compare(std::string_view op, const V& value) const {
    if constexpr (assert_comparable<Self, Value, V>())
      return term([&](bson::Writer& out) { put_value<Value>(out, op, value, path()); });
    else
      return {};
  }
  template <class T>
  Filter<Model> compare(std::string_view op, const IfSet<T>& value) const {
    if (value.value) return compare(op, *value.value);
    return Filter<Model>(core::FilterTerm{{}, true, true, false});
  }
  template <class V>
  Filter<Model> in_order(std::string_view op, const V& value) const {
    if constexpr (assert_ordered<Self, Value>())
      return compare(op, value);
    else
      return {};
  }
  template <class Values>
  Filter<Model> one_of(std::string_view op, const Values& values) const {
    using V = std::remove_cvref_t<decltype(*values.begin())>;
    if constexpr (assert_comparable<Self, Value, V>())
      return term([&](bson::Writer& out) {
        const auto start = out.begin_array(op);
        std::size_t i = 0;
        for (const auto& value : values)
          put_value<Value>(out, std::string_view(bson::IndexKey(i++)), value, path());
        out.end(start);
      });
    else
      return {};
  }
  // Without values it is the empty filter, which refuses to write.
  template <class Values>
  Filter<Model> none_of(const Values& values) const {
    if (values.begin() == values.end()) return {};
    return one_of("$nin", values);
  }
  // {"$elemMatch": {"$eq": value}}: an array that stands in the array as a whole is no element of
  // it.
  template <class V>
  void put_element(bson::Writer& out, std::string_view match, const V& value) const {
    using Element = typename detail::ElementOf<detail::compared<Value>>::type;
    const auto inner = out.begin_document(match);
    put_value<Element>(out, key("$eq"), value, path());
    out.end(inner);
  }
  template <class Values>
  Filter<Model> all_of(const Values& values) const {
    using V = std::remove_cvref_t<decltype(*values.begin())>;
    if constexpr (assert_vector<V>()) {
      if (values.begin() == values.end()) return {};
      return term([&](bson::Writer& out) {
        const auto start = out.begin_array(key("$all"));
        std::size_t i = 0;
        for (const auto& value : values) {
          const auto each = out.begin_document(std::string_view(bson::IndexKey(i++)));
          put_element(out, key("$elemMatch"), value);
          out.end(each);
        }
        out.end(start);
      });
    } else {
      return {};
    }
  }
};

}  // namespace loom
