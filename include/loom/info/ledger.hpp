#pragma once
// SPDX-License-Identifier: Apache-2.0
// The base of models whose records are only ever added, and asked for as they were at a time.

#include <optional>

#include "loom/core/ledger.hpp"
#include "loom/info/record.hpp"

namespace loom {

template <class Model>
inline constexpr bool ledger_names_its_key = requires { Model::ledger; };

/// The empty base of a ledger: what is persisted stays as it is, and a new record follows it.
///
/// Records are ordered by their TimeInserted, which is the clock of the program that inserted them,
/// and those of one millisecond by their `_id`. Two programs whose clocks differ may so insert a
/// record that stands before one that was inserted earlier.
///
///     struct Price : loom::LedgerModel<Price> {
///       static constexpr auto persist_db = loom::declare_persist_db("shop", "prices");
///       loom::Id<Price> id;
///       std::string sku;
///       double amount = 0;
///       loom::TimeInserted recorded_at;
///       static constexpr auto ledger = loom::declare_ledger(fld<&Price::sku>);
///     };
template <class Model>
struct LedgerModel : RecordModel<Model, core::LedgerBase> {
  /// The last record of a key, or nothing.
  ///
  /// BSON: {"filter": {"sku": {"$eq": …}}, "sort": {"recorded_at": -1, "_id": -1}, "limit": 1}
  ///
  ///     auto price = Price::latest("A1");
  template <class Key>
  [[nodiscard]] static std::optional<Model> latest(const Key& key) {
    if constexpr (assert_key())
      return Query<Model>(core::newest_first(of(key), time(), std::nullopt)).load_one();
    else
      return std::nullopt;
  }
  /// All records of a key, the oldest first.
  ///
  /// BSON: {"filter": {"sku": {"$eq": …}}, "sort": {"recorded_at": 1, "_id": 1}}
  ///
  ///     for (const Price& price : Price::history("A1").stream()) …
  template <class Key>
  static Query<Model> history(const Key& key) {
    if constexpr (assert_key())
      return Query<Model>(core::oldest_first(of(key), time()));
    else
      return Query<Model>({});
  }
  /// The record of a key that was the last one at an instant, or nothing; one of that very
  /// millisecond counts.
  template <class Key>
  [[nodiscard]] static std::optional<Model> as_of(const Key& key, Time at) {
    if constexpr (assert_key())
      return Query<Model>(core::newest_first(of(key), time(), at)).load_one();
    else
      return std::nullopt;
  }
  /// The last record of each key, by descending key. It goes on as a pipeline does.
  ///
  /// BSON: [{"$sort": {"sku": -1, "recorded_at": -1, "_id": -1}},
  ///        {"$group": {"_id": "$sku", "record": {"$first": "$$ROOT"}}}, …]
  ///
  ///     for (const Price& price : Price::latest_each().stream()) …
  static Aggregation<Model> latest_each() { return each(std::nullopt); }
  /// The record of each key that was its last one at an instant; keys that began later are left
  /// out.
  static Aggregation<Model> as_of_each(Time at) { return each(at); }

 private:
  static consteval bool assert_key() {
    static_assert(ledger_names_its_key<Model>,
                  "this ledger names no key of its histories: add static constexpr auto ledger = "
                  "loom::declare_ledger(fld<&ThisModel::key>)");
    if constexpr (ledger_names_its_key<Model>)
      return core::assert_model<Model>();
    else
      return false;
  }
  static constexpr std::string_view time() { return core::time_inserted_name<Model>; }
  template <class Key>
  static core::FilterTerm of(const Key& key) {
    return (typename detail::DeclaredLedger<Model>::Field{} == key).term();
  }
  static Aggregation<Model> each(std::optional<Time> at) {
    if constexpr (assert_key())
      return Aggregation<Model>(core::last_of_each(
          core::model_info<Model>(), detail::DeclaredLedger<Model>::Field::path(), time(), at));
    else
      return Aggregation<Model>({});
  }
};

template <class... Models>
inline constexpr bool role_is_of_ledgers = (core::is_ledger<Models> && ...);

/// The command that creates a role which finds and inserts records of these ledgers, and can do
/// nothing else to them: with it they are append only for every client.
///
/// An administrator runs it once, in the database `admin`, and calls `loom::prepare` as somebody
/// who may create collections: who has only this role, may not.
///
/// BSON:   {"createRole": "shop_ledgers", "privileges": [{"resource": {"db": "shop", "collection":
///         "prices"}, "actions": ["find", "insert", "listIndexes"]}], "roles": []}
/// Source: https://www.mongodb.com/docs/manual/reference/command/createRole/
///
///     std::cout << loom::ledger_role<Price, Booking>("shop_ledgers").to_json();
template <class... Models>
Document ledger_role(std::string_view name) {
  static_assert(role_is_of_ledgers<Models...>,
                "ledger_role takes ledgers and time series: the documents of this model are "
                "changed and erased");
  if constexpr (role_is_of_ledgers<Models...> && (core::assert_model<Models>() && ...))
    return core::ledger_role(name, std::array<const core::ModelInfo*, sizeof...(Models)>{
                                       &core::model_info<Models>()...});
  else
    return {};
}

}  // namespace loom
