#pragma once
// SPDX-License-Identifier: Apache-2.0
// The terms of an update: which are allowed on which fields, and how they become a document.

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "loom/core/mass_write.hpp"
#include "loom/info/field.hpp"
#include "loom/info/field_updates.hpp"
#include "loom/info/map_field.hpp"
#include "loom/info/sort.hpp"

namespace loom {
namespace detail {

template <class Term>
struct UpdateTermOf {
  static constexpr bool is_one = false;
};
template <class F, class Right>
struct UpdateTermOf<Assigned<F, Right>> {
  static constexpr bool is_one = true;
  using Field = F;
  static constexpr bool writes_over = true;
};
template <class F, UpdateOperator Operator>
struct UpdateTermOf<FieldUpdate<F, Operator>> {
  static constexpr bool is_one = true;
  using Field = F;
  static constexpr bool writes_over = Operator == UpdateOperator::mul ||
                                      Operator == UpdateOperator::min ||
                                      Operator == UpdateOperator::max;
};
template <class Term>
using updated_field = typename UpdateTermOf<Term>::Field;
template <class Term>
using updated_value = typename updated_field<Term>::Value;

template <class Term>
inline constexpr bool is_sort_key = false;
template <class Field>
inline constexpr bool is_sort_key<SortKey<Field>> = true;

// No field stands in two terms, nor a part of one beside the whole.
constexpr bool paths_collide(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) return paths_collide(b, a);
  return b.starts_with(a) && (a.size() == b.size() || b[a.size()] == '.');
}
// Two entries of maps may differ in their keys, which only the server compares.
template <class A, class B>
consteval bool terms_collide() {
  using First = DeclaredPath<updated_field<A>>;
  using Second = DeclaredPath<updated_field<B>>;
  return !(First::is_entry && Second::is_entry) && paths_collide(First::text, Second::text);
}
template <class... Terms>
inline constexpr bool any_collide = false;
template <class First, class... Rest>
inline constexpr bool any_collide<First, Rest...> =
    (terms_collide<First, Rest>() || ...) || any_collide<Rest...>;

// Whether a whole value of type T has a counter in it; a struct that holds itself is looked at
// once.
template <class T, class... Seen>
consteval bool has_a_counter() {
  using Inner = typename bson::Innermost<T>::type;
  if constexpr ((std::is_same_v<Inner, Seen> || ...))
    return false;
  else if constexpr (std::is_same_v<Inner, IntCounter>)
    return true;
  else if constexpr (bson::is_variant<Inner>)
    return []<class... A>(std::type_identity<std::variant<A...>>) {
      return (has_a_counter<A, Seen...>() || ...);
    }(std::type_identity<Inner>{});
  else if constexpr (bson::PlainAggregate<Inner>)
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (has_a_counter<reflect::MemberType<Inner, I>, Inner, Seen...>() || ...);
    }(std::make_index_sequence<reflect::member_count<Inner>>{});
  else
    return false;
}

constexpr std::string_view operator_name(UpdateOperator op) {
  switch (op) {
    case UpdateOperator::inc:
      return "$inc";
    case UpdateOperator::mul:
      return "$mul";
    case UpdateOperator::min:
      return "$min";
    case UpdateOperator::max:
      return "$max";
    case UpdateOperator::unset:
      return "$unset";
    case UpdateOperator::push:
      return "$push";
    case UpdateOperator::add_to_set:
      return "$addToSet";
    case UpdateOperator::pull:
      return "$pull";
  }
  return {};
}

}  // namespace detail

template <class Term>
inline constexpr bool is_an_update_term = detail::UpdateTermOf<Term>::is_one;
template <class Model, class Term>
inline constexpr bool term_is_of_this_model =
    std::is_same_v<typename detail::updated_field<Term>::Model, Model>;
template <class Term>
inline constexpr bool term_leaves_the_id = !bson::is_id<detail::updated_value<Term>>;
template <class Term>
inline constexpr bool term_leaves_managed_times =
    !std::is_same_v<detail::updated_value<Term>, TimeInserted> &&
    !std::is_same_v<detail::updated_value<Term>, TimeUpdated>;
template <class Term>
inline constexpr bool term_counts_its_counter =
    !(detail::UpdateTermOf<Term>::writes_over &&
      detail::has_a_counter<detail::updated_value<Term>>());
template <class Field, class Right>
inline constexpr bool value_fits_the_field =
    !detail::is_optional<Right> && comparable_with<Field, typename Field::Value, Right>;
template <class Field, class Right>
inline constexpr bool value_is_held_by_the_field =
    value_keeps_its_number<Field, typename Field::Value, Right>;
template <class Field>
inline constexpr bool term_stays_out_of_variants = !detail::leads_through_a_variant<Field>;
template <class... Terms>
inline constexpr bool update_has_a_term = sizeof...(Terms) > 0;
template <class... Terms>
inline constexpr bool terms_change_different_fields = !detail::any_collide<Terms...>;

namespace detail {

template <class Field, class Right>
consteval bool assert_assignable() {
  static_assert(
      value_fits_the_field<Field, Right>,
      "these two do not fit: a field is set to a value of its own type; a std::optional is "
      "looked into first, and an optional field is emptied by .unset()");
  if constexpr (value_fits_the_field<Field, Right>) {
    static_assert(value_is_held_by_the_field<Field, Right>,
                  "this value would narrow: a field is set to a number that its type holds");
    return value_is_held_by_the_field<Field, Right>;
  } else {
    return false;
  }
}

template <class Model, class Term>
consteval bool assert_update_term() {
  static_assert(is_an_update_term<Term>,
                "an update takes terms such as fld<&M::state> = value, fld<&M::total> += 1.0 or "
                "fld<&M::tags>.push(value)");
  if constexpr (is_an_update_term<Term>) {
    static_assert(term_is_of_this_model<Model, Term>,
                  "this term changes a field of another model than the one that is updated");
    static_assert(term_leaves_the_id<Term>,
                  "the _id of a document never changes: leave this term out");
    static_assert(term_leaves_managed_times<Term>,
                  "a managed time is set by Loom itself at every write: leave this term out");
    static_assert(
        term_counts_its_counter<Term>,
        "a counter is only counted, for a value would lose what others count: write += or -= "
        "for the counter itself");
    static_assert(term_stays_out_of_variants<detail::updated_field<Term>>,
                  "an update does not reach into a variant, which may be another alternative: set "
                  "the whole variant, or change a loaded object and persist() it");
    constexpr bool allowed = term_stays_out_of_variants<detail::updated_field<Term>> &&
                             term_is_of_this_model<Model, Term> && term_leaves_the_id<Term> &&
                             term_leaves_managed_times<Term> && term_counts_its_counter<Term>;
    return allowed;
  } else {
    return false;
  }
}

template <class F, class Right>
consteval bool assert_right_side(const Assigned<F, Right>*) {
  return assert_assignable<F, Right>();
}
template <class Term>
consteval bool assert_right_side(const Term*) {
  return true;
}

}  // namespace detail

/// Asserts that these terms make an update of `Model`; true where they do.
template <class Model, class... Terms>
consteval bool assert_update() {
  static_assert(update_has_a_term<Terms...>, "an update has at least one term: this one has none");
  if constexpr (update_has_a_term<Terms...> &&
                (detail::assert_update_term<Model, Terms>() && ...)) {
    if constexpr ((detail::assert_right_side(static_cast<const Terms*>(nullptr)) && ...)) {
      static_assert(
          terms_change_different_fields<Terms...>,
          "two terms of this update change one field, or a field and a part of it: MongoDB "
          "takes one operator for each");
      return terms_change_different_fields<Terms...>;
    } else {
      return false;
    }
  } else {
    return false;
  }
}

namespace detail {

// The innermost struct on a path that may be missing; empty where there is none.
template <class Field>
struct StructThatMayBeMissing;
template <auto... Path>
struct StructThatMayBeMissing<Field<Path...>> {
  static constexpr std::size_t size = [] {
    std::size_t step = 0, length = 0, found = 0;
    const auto pass = [&](std::size_t name, bool may_be_missing) {
      length += name + (step++ > 0);
      if (may_be_missing && step < sizeof...(Path)) found = length;
    };
    (pass(stored_name<Path>().size(), is_optional<reflect::TypeOf<Path>>), ...);
    return found;
  }();
  static constexpr std::string_view path = Field<Path...>::path().substr(0, size);
};
template <class Map>
struct StructThatMayBeMissing<MapField<Map>> : StructThatMayBeMissing<Map> {};

constexpr bool makes_nothing(UpdateOperator op) {
  return op == UpdateOperator::unset || op == UpdateOperator::pull;
}

}  // namespace detail

namespace core {

template <class Field, class Right>
void add_term(std::vector<UpdateTerm>& terms, const Assigned<Field, Right>& assigned) {
  require_rules<typename Field::Value>(assigned.right, assigned.field.path());
  terms.push_back({"$set", bson::build([&](bson::Writer& out) {
                     put_value<typename Field::Value>(out, assigned.field.path(), assigned.right,
                                                      assigned.field.path());
                   }),
                   detail::StructThatMayBeMissing<Field>::path});
}
template <class Field, UpdateOperator Operator>
void add_term(std::vector<UpdateTerm>& terms, const FieldUpdate<Field, Operator>& update) {
  constexpr auto within = detail::StructThatMayBeMissing<Field>::path;
  terms.push_back({detail::operator_name(Operator), update.document,
                   detail::makes_nothing(Operator) ? std::string_view() : within});
}
template <class Field>
void add_term(std::vector<UpdateTerm>&, const SortKey<Field>&) {}

template <class... Terms>
std::vector<UpdateTerm> update_terms(const Terms&... all) {
  std::vector<UpdateTerm> terms;
  terms.reserve(sizeof...(all));
  (add_term(terms, all), ...);
  return terms;
}

/// The sort that the SortKeys among the arguments make.
template <class... Arguments>
Document sort_among(const Arguments&... all) {
  return bson::build([&](bson::Writer& out) {
    [[maybe_unused]] const auto put = [&]<class Argument>(const Argument& argument) {
      if constexpr (detail::is_sort_key<Argument>) {
        const SortOp<typename Argument::Of::Model> key(argument);
        out.int32(key.path(), key.direction());
      }
    };
    (put(all), ...);
  });
}

}  // namespace core
}  // namespace loom
