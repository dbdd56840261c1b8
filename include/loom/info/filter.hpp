#pragma once
// SPDX-License-Identifier: Apache-2.0
// A filter is a value: it can be stored, returned and combined while the program runs.

#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "loom/bson/build.hpp"
#include "loom/info/unsafely.hpp"

namespace loom {

namespace core {

/// A filter without its model: the document that MongoDB takes, and how far it may be written by.
struct FilterTerm {
  Document document;
  bool vanished = false;    ///< it says nothing: a term that was compared with an unset value
  bool lost_term = false;   ///< a term of it vanished, so it matches more than it seems to say
  bool everything = false;  ///< all documents are meant, by the word for it
};

/// {path: {…}}; `put` writes the operators.
template <class Put>
FilterTerm term(std::string_view path, Put put) {
  return {bson::build([&](bson::Writer& out) {
    const auto operators = out.begin_document(path);
    put(out);
    out.end(operators);
  })};
}

/// Both (`$and`), either (`$or`), not (`$nor`). A vanished term vanishes from them.
FilterTerm both(const FilterTerm& a, const FilterTerm& b);
FilterTerm either(const FilterTerm& a, const FilterTerm& b);
FilterTerm negated(const FilterTerm& a);

/// Throws a ValidationError where a write by this filter would touch more than was meant.
void require_writable(const FilterTerm& filter, std::string_view operation);

/// The filter that this extended JSON writes. Throws: ValidationError.
FilterTerm raw_filter(std::string_view json);

}  // namespace core

/// What matches every document, to begin a filter with that is built while the program runs.
struct MatchAll {};
inline constexpr MatchAll match_all{};

/// A value that may be unset: its term vanishes from the `&&`, `||` or `!` around it then.
template <class T>
struct IfSet {
  std::optional<T> value;
};

/// Compares a field only where the optional has a value. A filter that lost a term so refuses to
/// write.
///
///     Customer::filter(fld<&Customer::city> == loom::if_set(wanted_city))
template <class T>
IfSet<T> if_set(std::optional<T> value) {
  return {std::move(value)};
}

/// Which documents of a model are meant. Made by comparing fields, combined with `&&`, `||`, `!`.
///
/// A missing field is unequal to every value and in no order to any: `!=` and `!` match it, `<`
/// does not.
///
///     loom::Filter<Order> wanted = fld<&Order::total> > 100.0;
///     if (only_paid) wanted = wanted && fld<&Order::state> == State::paid;
template <class Model>
class Filter {
 public:
  Filter() noexcept = default;
  Filter(MatchAll) noexcept {}
  Filter(unsafely::Everything) noexcept { term_.everything = true; }
  explicit Filter(core::FilterTerm term) noexcept : term_(std::move(term)) {}

  /// The document that is sent to the server.
  const Document& document() const noexcept { return term_.document; }
  const core::FilterTerm& term() const noexcept { return term_; }

  friend Filter operator&&(const Filter& a, const Filter& b) {
    return Filter(core::both(a.term_, b.term_));
  }
  friend Filter operator||(const Filter& a, const Filter& b) {
    return Filter(core::either(a.term_, b.term_));
  }
  friend Filter operator!(const Filter& a) { return Filter(core::negated(a.term_)); }

 private:
  core::FilterTerm term_;
};

template <class Model, class Wanted>
inline constexpr bool filter_is_of_this_model = std::is_same_v<Model, Wanted>;

namespace unsafely {

/// A filter in MongoDB's own words, as extended JSON. Nothing of it is checked but its syntax.
///
/// Throws: ValidationError, where it is no JSON.
///
///     Order::filter(loom::unsafely::raw_filter<Order>(R"({"$where": "this.total > 3"})"))
template <class Model>
Filter<Model> raw_filter(std::string_view json) {
  return Filter<Model>(core::raw_filter(json));
}

}  // namespace unsafely
}  // namespace loom
