#pragma once
// SPDX-License-Identifier: Apache-2.0
// Writes by a filter. They stand on a Selection only: after `limit`, `skip` or `sort` a write would
// touch other documents than it seems to.

#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

#include "loom/core/mass_write.hpp"
#include "loom/info/saving.hpp"
#include "loom/info/update.hpp"

namespace loom {
namespace detail {

template <class... Arguments>
using without_sort_keys = decltype(std::tuple_cat(
    std::declval<
        std::conditional_t<is_sort_key<Arguments>, std::tuple<>, std::tuple<Arguments>>>()...));

template <class Model, class Tuple>
inline constexpr bool tuple_is_an_update = false;
template <class Model, class... Terms>
inline constexpr bool tuple_is_an_update<Model, std::tuple<Terms...>> =
    assert_update<Model, Terms...>();

template <class Model, class Argument>
inline constexpr bool sorts_by_this_model = true;
template <class Model, class Field>
inline constexpr bool sorts_by_this_model<Model, SortKey<Field>> =
    std::is_same_v<typename Field::Model, Model>;

}  // namespace detail

template <class Model, bool Filtered>
inline constexpr bool write_is_filtered = Filtered;
template <class Model, class... Keys>
inline constexpr bool order_is_of_this_model = (detail::sorts_by_this_model<Model, Keys> && ...);
template <class... Arguments>
inline constexpr bool arguments_are_sort_keys = (detail::is_sort_key<Arguments> && ...);

/// What can be written by the filter of a Selection.
template <class Model, class Derived, bool Filtered>
class Writes {
 public:
  /// Changes all documents that the filter means, each by itself; also when they were last updated.
  ///
  /// A term on a member of an optional struct keeps to the documents that have the struct: in the
  /// others half of one would be made.
  ///
  /// BSON:   {"update": …, "updates": [{"q": …, "u": {"$set": …, "$inc": …}, "multi": true}]}
  /// Throws: InDoubtError (some may be changed), ValidationError (an empty filter),
  /// DuplicateKeyError. Source: https://www.mongodb.com/docs/manual/reference/command/update/
  ///
  ///     Order::filter(fld<&Order::state> == State::paid)
  ///         .update(fld<&Order::state> = State::shipped, fld<&Order::prints> += 1);
  template <class... Terms>
  UpdateResult update(const Terms&... terms) const {
    if constexpr (assert_filtered() && assert_update<Model, Terms...>())
      return core::update_many(info(), term(), core::update_terms(terms...));
    else
      return {};
  }
  /// Erases all documents that the filter means, and says how many there were.
  ///
  /// Throws: InDoubtError (some may be erased), ValidationError (an empty filter).
  std::int64_t erase() const {
    if constexpr (assert_filtered())
      return core::erase_many(info(), term());
    else
      return 0;
  }
  /// Changes one document and gives its new state: the first one in the order of the SortKeys among
  /// the arguments.
  ///
  /// Throws: InDoubtError, ValidationError (an empty filter), DuplicateKeyError, DecodeError.
  /// Source: https://www.mongodb.com/docs/manual/reference/command/findAndModify/
  ///
  ///     auto job = Job::filter(fld<&Job::state> == State::waiting)
  ///                    .find_one_and_update(fld<&Job::state> = State::running,
  ///                    fld<&Job::created_at>.asc());
  template <class... Arguments>
  std::optional<Model> find_one_and_update(const Arguments&... arguments) const {
    static_assert(order_is_of_this_model<Model, Arguments...>,
                  "a sort names fields of the model that is read, by asc() or desc()");
    if constexpr (assert_filtered() && order_is_of_this_model<Model, Arguments...>) {
      if constexpr (detail::tuple_is_an_update<Model, detail::without_sort_keys<Arguments...>>)
        return object_in(core::find_and_update(info(), term(), core::update_terms(arguments...),
                                               core::sort_among(arguments...)));
    }
    return std::nullopt;
  }
  /// Erases one document and gives its last state: the first one in the order of the SortKeys.
  template <class... Keys>
  std::optional<Model> find_one_and_erase(const Keys&... keys) const {
    static_assert(arguments_are_sort_keys<Keys...> && order_is_of_this_model<Model, Keys...>,
                  "a sort names fields of the model that is read, by asc() or desc()");
    if constexpr (assert_filtered() && arguments_are_sort_keys<Keys...> &&
                  order_is_of_this_model<Model, Keys...>)
      return object_in(core::find_and_erase(info(), term(), core::sort_among(keys...)));
    else
      return std::nullopt;
  }

 private:
  static consteval bool assert_filtered() {
    if constexpr (detail::assert_mutable<Model>()) {
      static_assert(write_is_filtered<Model, Filtered>,
                    "this would write everything in the collection: add a filter, or say "
                    "filter(loom::unsafely::everything)");
      return write_is_filtered<Model, Filtered> && core::assert_model<Model>();
    } else {
      return false;
    }
  }
  static const core::ModelInfo& info() { return core::model_info<Model>(); }
  const core::FilterTerm& term() const { return static_cast<const Derived&>(*this).filter_.term(); }
  static std::optional<Model> object_in(const core::Taken& taken) {
    std::optional<Model> object;
    if (!taken.document().empty()) core::take_loaded(taken.document(), object.emplace());
    return object;
  }
};

}  // namespace loom
