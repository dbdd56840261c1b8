#pragma once
// SPDX-License-Identifier: Apache-2.0
// Random terms of updates, each beside the same change in C++ on a loaded object.

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "support/sample.hpp"

namespace loom::test {

/// The terms of an update and what they do to an object.
struct Changes {
  std::vector<core::UpdateTerm> terms;
  std::vector<std::function<void(Sample&)>> apply;
  bool needs_origin = false;  ///< a term leads into the struct that may be missing

  void operator()(Sample& sample) const {
    if (needs_origin && !sample.maybe_origin) return;
    for (const auto& change : apply) change(sample);
  }
};

/// What the server takes for less: NaN comes before every number.
template <class T>
bool less(const T& a, const T& b) {
  return a < b;
}
inline bool less(double a, double b) {
  return std::isnan(b) ? false : std::isnan(a) ? true : a < b;
}

template <class T>
T& value_of(std::optional<T>& value, const T& otherwise) {
  return value ? *value : value.emplace(otherwise);
}
template <class T>
T& value_of(T& value, const T&) {
  return value;
}

/// Makes random terms: one maker for each field, so that no two of an update collide.
class RandomUpdate {
 public:
  using Maker = std::function<void(Random&, Changes&)>;

  void add(Maker maker) { makers_.push_back(std::move(maker)); }

  /// `=`, min and max, and unset where the member may be missing.
  template <class Field, class Member, class Value>
  void add_ordered(Field field, Member member, Value value) {
    add([=, this](Random& random, Changes& changes) {
      const auto wanted = value(random);
      const auto kind = random.below(4);
      if (kind == 0) {
        add_to(changes, field = wanted, [=](Sample& s) { member(s) = wanted; });
      } else if (kind == 1) {
        add_to(changes, field.min(wanted), [=](Sample& s) {
          auto& mine = value_of(member(s), wanted);
          if (less(wanted, mine)) mine = wanted;
        });
      } else if (kind == 2) {
        add_to(changes, field.max(wanted), [=](Sample& s) {
          auto& mine = value_of(member(s), wanted);
          if (less(mine, wanted)) mine = wanted;
        });
      } else {
        unset_or_set(changes, field, member, wanted);
      }
    });
  }

  /// `=`, and unset where the member may be missing.
  template <class Field, class Member, class Value>
  void add_plain(Field field, Member member, Value value) {
    add([=, this](Random& random, Changes& changes) {
      const auto wanted = value(random);
      if (random.one_in(2))
        unset_or_set(changes, field, member, wanted);
      else
        add_to(changes, field = wanted, [=](Sample& s) { member(s) = wanted; });
    });
  }

  /// The arithmetic of numbers, too. A missing one counts as zero.
  template <class Field, class Member, class Value>
  void add_number(Field field, Member member, Value value) {
    add([=](Random& random, Changes& changes) {
      const auto by = value(random);
      using T = std::remove_const_t<decltype(by)>;
      const T factor = static_cast<T>(random.below(3) - 1);
      switch (random.below(5)) {
        case 0:
          return add_to(changes, field += by, [=](Sample& s) { value_of(member(s), T{}) += by; });
        case 1:
          return add_to(changes, field -= by, [=](Sample& s) { value_of(member(s), T{}) -= by; });
        case 2:
          return add_to(changes, field *= factor,
                        [=](Sample& s) { value_of(member(s), T{}) *= factor; });
        default:
          return add_to(changes, field = by, [=](Sample& s) { member(s) = by; });
      }
    });
    add_ordered(field, member, value);
  }

  /// push, add_to_set, pull and `=` of vectors.
  template <class Field, class Member, class Value>
  void add_vector(Field field, Member member, Value value) {
    add([=](Random& random, Changes& changes) {
      const auto wanted = value(random);
      const auto all = random.some([&] { return value(random); });
      switch (random.below(4)) {
        case 0:
          return add_to(changes, field.push(wanted),
                        [=](Sample& s) { member(s).push_back(wanted); });
        case 1:
          return add_to(changes, field.add_to_set(wanted), [=](Sample& s) {
            if (!has(member(s), wanted)) member(s).push_back(wanted);
          });
        case 2:
          return add_to(changes, field.pull(wanted), [=](Sample& s) {
            std::erase_if(member(s), [&](const auto& one) { return same(one, wanted); });
          });
        default:
          return add_to(changes, field = all, [=](Sample& s) { member(s) = all; });
      }
    });
  }

  template <class Term, class Change>
  static void add_to(Changes& changes, const Term& term, Change change) {
    core::add_term(changes.terms, term);
    changes.apply.push_back(change);
  }

  /// One to three terms, of different fields.
  Changes operator()(Random& random) const {
    Changes changes;
    std::vector<std::string_view> paths;
    for (int n = 1 + random.below(3); n > 0; --n) {
      Changes one;
      random.one_of(makers_)(random, one);
      const auto path = top_of(one.terms.front());
      if (std::find(paths.begin(), paths.end(), path) != paths.end()) continue;
      paths.push_back(path);
      changes.needs_origin |= !one.terms.front().within.empty();
      changes.terms.push_back(one.terms.front());
      changes.apply.push_back(one.apply.front());
    }
    return changes;
  }

 private:
  template <class Field, class Member, class T>
  void unset_or_set(Changes& changes, Field field, Member member, const T& wanted) const {
    if constexpr (can_be_unset<Field, typename Field::Value>)
      add_to(changes, field.unset(), [=](Sample& s) { member(s).reset(); });
    else
      add_to(changes, field = wanted, [=](Sample& s) { member(s) = wanted; });
  }
  // The first name of the path: it outlives the term, for it is a member's.
  static std::string_view top_of(const core::UpdateTerm& term) {
    auto fields = bson::open(term.fields.bytes());
    const auto path = bson::next(fields)->name;
    for (const auto name : bson::Layout<Sample>::names.stored)
      if (path.substr(0, path.find('.')) == name) return name;
    return {};
  }

  std::vector<Maker> makers_;
};

}  // namespace loom::test
