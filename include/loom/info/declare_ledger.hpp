#pragma once
// SPDX-License-Identifier: Apache-2.0
// What makes a model a ledger: its key, its order, and the index that answers for both.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include "loom/info/expression.hpp"
#include "loom/info/id.hpp"
#include "loom/info/index.hpp"
#include "loom/info/managed.hpp"

namespace loom {

namespace core {

/// Marks the models whose records are inserted and never changed.
struct LedgerBase : reflect::ModelBase {};
struct TimeSeriesBase : LedgerBase {};

template <class Model>
inline constexpr bool is_ledger = std::is_base_of_v<LedgerBase, Model>;
template <class Model>
inline constexpr bool is_time_series = std::is_base_of_v<TimeSeriesBase, Model>;

/// The member of type `Member`: how many there are, and the stored name of the first.
template <class Model, class Member>
inline constexpr std::size_t members_of_type = [] {
  std::size_t n = 0;
  reflect::for_each_index<Model>(
      [&](auto i) { n += std::is_same_v<reflect::MemberType<Model, i>, Member>; });
  return n;
}();
template <class Model>
inline constexpr std::string_view time_inserted_name = [] {
  std::string_view name;
  reflect::for_each_index<Model>([&](auto i) {
    if (std::is_same_v<reflect::MemberType<Model, i>, TimeInserted>)
      name = bson::Layout<Model>::names.stored[i];
  });
  return name;
}();

}  // namespace core

template <class Model>
inline constexpr bool records_may_change = !core::is_ledger<Model>;

namespace detail {

/// Asserts that documents of this model are changed and erased; true where they are.
template <class Model>
consteval bool assert_mutable() {
  static_assert(records_may_change<Model>,
                "the records of a ledger are immutable, and stay: persist() a new one instead");
  return records_may_change<Model>;
}

}  // namespace detail

template <class F>
inline constexpr bool ledger_key_is_a_field = detail::is_field<F>;
template <class F>
inline constexpr bool ledger_key_is_always_there = !detail::may_be_missing<F>;

/// The key of a ledger's histories, as `declare_ledger` gives it.
template <class Key>
struct Ledger {
  using Field = Key;
};

/// Names the key of a ledger's histories, as its `static constexpr auto ledger`.
///
/// The index over the key, the TimeInserted and the `_id` is declared by that.
///
///     static constexpr auto ledger = loom::declare_ledger(fld<&Price::sku>);
template <class Key>
consteval auto declare_ledger(Key) {
  static_assert(ledger_key_is_a_field<Key>,
                "the key of a ledger is one field: loom::declare_ledger(fld<&ThisModel::key>)");
  return Ledger<Key>{};
}

namespace detail {

template <class Model>
struct DeclaredLedger;
template <class Model>
  requires requires { Model::ledger; }
struct DeclaredLedger<Model> {
  using Field = typename std::remove_const_t<decltype(Model::ledger)>::Field;
  static constexpr std::string_view time = core::time_inserted_name<Model>;
  static constexpr std::array<core::IndexField, 3> fields{
      {{Field::path(), 1}, {time, 1}, {"_id", 1}}};
  static constexpr core::IndexInfo index{fields};

  static constexpr auto indexes = [] {
    const auto declared = core::declared_indexes<Model>();
    std::array<core::IndexInfo, core::declared_indexes<Model>().size() + 1> all{};
    std::copy(declared.begin(), declared.end(), all.begin());
    all.back() = index;
    return all;
  }();
};

}  // namespace detail

template <class Model>
inline constexpr bool ledger_has_one_time = core::members_of_type<Model, TimeInserted> == 1;
template <class Model>
inline constexpr bool ledger_orders_one_instant = core::members_of_type<Model, Id<Model>> == 1;
template <class Model>
inline constexpr bool ledger_key_is_its_own = [] {
  if constexpr (requires { Model::ledger; })
    return std::is_same_v<typename detail::DeclaredLedger<Model>::Field::Model, Model>;
  else
    return true;
}();
template <class Model>
inline constexpr bool index_of_histories_is_declared_once = [] {
  if constexpr (requires { Model::ledger; })
    return std::ranges::none_of(core::declared_indexes<Model>(), [](const core::IndexInfo& one) {
      return detail::same_key(one, detail::DeclaredLedger<Model>::index);
    });
  else
    return true;
}();

namespace detail {

/// Asserts that records of one instant have an order; true where they have.
template <class Model>
consteval bool assert_record_id() {
  static_assert(ledger_orders_one_instant<Model>,
                "the records of a ledger have an ObjectId, which orders those of one instant: "
                "write loom::Id<ThisModel> without another type of key");
  return ledger_orders_one_instant<Model>;
}

/// Asserts what a ledger must be beside what every model must be; true where it is.
template <class Model>
consteval bool assert_ledger() {
  static_assert(ledger_has_one_time<Model>,
                "the records of a ledger are ordered by when they were inserted: add exactly one "
                "loom::TimeInserted as a member");
  static_assert(ledger_key_is_its_own<Model>,
                "the key of a ledger is a field of its own: fld<&ThisModel::key>");
  constexpr bool is_one =
      ledger_has_one_time<Model> && ledger_key_is_its_own<Model> && assert_record_id<Model>();
  if constexpr (is_one && requires { Model::ledger; }) {
    static_assert(ledger_key_is_always_there<typename DeclaredLedger<Model>::Field>,
                  "the key of a ledger may not be missing: make this member no std::optional");
    static_assert(index_of_histories_is_declared_once<Model>,
                  "a ledger declares the index of its histories by itself: leave this one out");
  }
  return is_one;
}

}  // namespace detail
}  // namespace loom
