#pragma once
// SPDX-License-Identifier: Apache-2.0
// Random filters, each beside the same predicate in C++ on a loaded object.

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "support/sample.hpp"

namespace loom::test {

/// A filter and what it means; without a predicate it vanished, for its value was not set.
template <class Model>
struct Term {
  Filter<Model> filter;
  std::function<bool(const Model&)> holds;
};

template <class Model>
Term<Model> both(const Term<Model>& a, const Term<Model>& b) {
  Term<Model> result{a.filter && b.filter, a.holds ? a.holds : b.holds};
  if (a.holds && b.holds)
    result.holds = [a, b](const Model& object) { return a.holds(object) && b.holds(object); };
  return result;
}
template <class Model>
Term<Model> either(const Term<Model>& a, const Term<Model>& b) {
  Term<Model> result{a.filter || b.filter, a.holds ? a.holds : b.holds};
  if (a.holds && b.holds)
    result.holds = [a, b](const Model& object) { return a.holds(object) || b.holds(object); };
  return result;
}
template <class Model>
Term<Model> opposite(const Term<Model>& a) {
  Term<Model> result{!a.filter, {}};
  if (a.holds) result.holds = [a](const Model& object) { return !a.holds(object); };
  return result;
}

/// Which members of which samples are stored as null, where a loaded object shows only that they
/// are empty.
using Nulls = std::map<std::int64_t, std::set<std::string, std::less<>>>;

/// Makes random filters of one model out of makers of single terms.
template <class Model>
class RandomFilter {
 public:
  using Maker = std::function<Term<Model>(Random&)>;

  void add(Maker maker) { makers_.push_back(std::move(maker)); }

  /// Equality, `in` and presence; `value` gives random values, `get` the member, perhaps empty.
  template <class Field, class Get, class Value>
  void add_equality(Field field, Get get, Value value) {
    using T = decltype(value(std::declval<Random&>()));
    const auto equals = [get](const T& wanted) {
      return [=](const Model& m) { return get(m) && same(*get(m), wanted); };
    };
    add([=](Random& random) -> Term<Model> {
      const T wanted = value(random);
      const auto values = random.some([&] { return value(random); });
      const auto is_one = [=](const Model& m) {
        const std::optional<T> found = get(m);
        return found && has(values, *found);
      };
      switch (random.below(7)) {
        case 0:
          return {field != wanted, std::not_fn(equals(wanted))};
        case 1:
          return {field.in(values), is_one};
        case 2:
          return {field.not_in(values), std::not_fn(is_one)};
        case 3:
          return {field.absent(), [=](const Model& m) { return !get(m); }};
        case 4:
          if (random.one_in(2)) return {field == if_set(std::optional<T>()), {}};
          return {field == if_set(std::optional(wanted)), equals(wanted)};
        default:
          return {field == wanted, equals(wanted)};
      }
    });
  }

  /// The comparisons that need an order, too.
  template <class Field, class Get, class Value>
  void add_ordered(Field field, Get get, Value value) {
    using T = decltype(value(std::declval<Random&>()));
    add_equality(field, get, value);
    add([=](Random& random) -> Term<Model> {
      const T a = value(random);
      const T b = value(random);
      // What is missing is in no order to any value; NaN only equals itself.
      const auto when = [=](auto compare) {
        return [=](const Model& m) {
          const std::optional<T> found = get(m);
          return found && compare(*found);
        };
      };
      switch (random.below(5)) {
        case 0:
          return {field < a, when([=](const T& x) { return x < a; })};
        case 1:
          return {field <= a, when([=](const T& x) { return x < a || same(x, a); })};
        case 2:
          return {field > a, when([=](const T& x) { return x > a; })};
        case 3:
          return {field >= a, when([=](const T& x) { return x > a || same(x, a); })};
        default:
          return {field.between(a, b),
                  when([=](const T& x) { return (x > a || same(x, a)) && x < b; })};
      }
    });
  }

  /// What is asked of vectors.
  template <class Field, class Get, class Value>
  void add_vector(Field field, Get get, Value value) {
    add([=](Random& random) -> Term<Model> {
      const auto wanted = value(random);
      const auto all = random.some([&] { return value(random); });
      const int size = random.below(4);
      switch (random.below(5)) {
        case 0:
          return {field.contains_all(all), [=](const Model& m) {
                    for (const auto& one : all)
                      if (!has(get(m), one)) return false;
                    return true;
                  }};
        case 1:
          return {field.size_is(size),
                  [=](const Model& m) { return get(m).size() == static_cast<std::size_t>(size); }};
        case 2:
          return {field == all, [=](const Model& m) { return same(get(m), all); }};
        case 3:
          return {field != all, [=](const Model& m) { return !same(get(m), all); }};
        default:
          return {field.contains(wanted), [=](const Model& m) { return has(get(m), wanted); }};
      }
    });
  }

  /// The first letters of a text.
  template <class Field, class Get>
  void add_text(Field field, Get get) {
    add_ordered(field, get, [](Random& random) { return random.text(); });
    add([=](Random& random) -> Term<Model> {
      const std::string start = random.text();
      return {field.starts_with(start), [=](const Model& m) {
                const std::optional<std::string> found = get(m);
                return found && found->starts_with(start);
              }};
    });
  }

  Term<Model> operator()(Random& random, int depth = 3) const {
    if (depth == 0 || random.one_in(3)) return random.one_of(makers_)(random);
    const auto first = (*this)(random, depth - 1);
    if (random.one_in(4)) return opposite(first);
    const auto second = (*this)(random, depth - 1);
    return random.one_in(2) ? both(first, second) : either(first, second);
  }

 private:
  std::vector<Maker> makers_;
};

}  // namespace loom::test
