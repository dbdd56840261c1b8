#pragma once
// SPDX-License-Identifier: Apache-2.0
// What makes a model a time series: its time, and the options of its collection.

#include <optional>
#include <string_view>
#include <type_traits>

#include "loom/info/declare_ledger.hpp"

namespace loom {
namespace detail {

template <class F>
inline constexpr bool is_member_itself = false;
template <auto Pointer>
inline constexpr bool is_member_itself<Field<Pointer>> = true;

/// No metakey.
struct NoField {
  using Model = void;
  static constexpr std::string_view path() noexcept { return {}; }
};

}  // namespace detail

template <class F>
inline constexpr bool timeseries_time_is_a_time = [] {
  if constexpr (detail::is_member_itself<F>)
    return std::is_same_v<typename F::Value, Time>;
  else
    return false;
}();
template <class Time, class Meta>
inline constexpr bool metakey_is_another_member = [] {
  if constexpr (detail::is_member_itself<Meta>)
    return std::is_same_v<typename Meta::Model, typename Time::Model> &&
           !std::is_same_v<Meta, Time> &&
           !bson::is_own_id<typename Meta::Model, typename Meta::Value>;
  else
    return false;
}();

/// The declared options of a time series, made by `loom::declare_timeseries`.
template <class TimeField, class MetaField = detail::NoField>
struct TimeSeries {
  using At = TimeField;

  Granularity interval = Granularity::seconds;
  std::optional<std::chrono::seconds> lifetime{};

  /// The member that names the source of an event: MongoDB stores the events of one source
  /// together.
  ///
  /// BSON: {"timeseries": {"metaField": "sensor"}}
  template <class Meta>
  consteval auto metakey(Meta) const {
    static_assert(metakey_is_another_member<TimeField, Meta>,
                  "the metakey of a time series is one member of its struct, and neither its time "
                  "nor its id: .metakey(fld<&ThisModel::sensor>)");
    return TimeSeries<TimeField, Meta>{interval, lifetime};
  }
  /// How far apart the events of one source are.
  ///
  /// BSON: {"timeseries": {"granularity": "minutes"}}
  consteval auto granularity(Granularity wanted) const { return TimeSeries{wanted, lifetime}; }
  /// Lets the server erase an event when its time is this long ago.
  ///
  /// BSON:  {"expireAfterSeconds": 2592000}
  /// Units: whole seconds, at least one, at most 2147483647 (68 years).
  template <class Duration>
  consteval auto ttl(Duration after) const {
    return TimeSeries{interval, detail::checked_ttl(after)};
  }

  static constexpr bool is_of(auto* model) noexcept {
    return std::is_same_v<typename TimeField::Model, std::remove_pointer_t<decltype(model)>>;
  }
  constexpr core::TimeSeriesInfo info() const noexcept {
    return {TimeField::path(), MetaField::path(), interval, lifetime};
  }
};

/// Declares the time of a time series, as its `static constexpr auto timeseries`: a `loom::Time`
/// that the program sets.
///
/// Source: https://www.mongodb.com/docs/manual/core/timeseries-collections/
///
///     static constexpr auto timeseries = loom::declare_timeseries(fld<&Reading::at>)
///                                            .metakey(fld<&Reading::sensor>)
///                                            .granularity(loom::Granularity::minutes)
///                                            .ttl(std::chrono::hours(720));
template <class TimeField>
consteval auto declare_timeseries(TimeField) {
  static_assert(timeseries_time_is_a_time<TimeField>,
                "the time of a time series is a loom::Time that stands in its struct itself: "
                "loom::declare_timeseries(fld<&ThisModel::at>)");
  if constexpr (timeseries_time_is_a_time<TimeField>) return TimeSeries<TimeField>{};
}

template <class Model>
inline constexpr bool timeseries_is_declared = requires { Model::timeseries; };
template <class Model>
inline constexpr bool timeseries_has_no_ledger = !requires { Model::ledger; };
template <class Model>
inline constexpr bool timeseries_is_its_own = [] {
  if constexpr (timeseries_is_declared<Model>)
    return Model::timeseries.is_of(static_cast<Model*>(nullptr));
  else
    return false;
}();
template <class Model>
inline constexpr bool timeseries_indexes_are_plain =
    std::ranges::none_of(core::declared_indexes<Model>(),
                         [](const core::IndexInfo& index) { return index.unique || index.ttl; });
template <class Model>
inline constexpr bool declarations_fit_the_base =
    (timeseries_has_no_ledger<Model> || core::is_ledger<Model>)&&(!timeseries_is_declared<Model> ||
                                                                  core::is_time_series<Model>);

namespace detail {

/// Asserts what a time series must be beside what every model must be; true where it is.
template <class Model>
consteval bool assert_timeseries() {
  static_assert(timeseries_is_declared<Model>,
                "a time series says which member is its time: static constexpr auto timeseries = "
                "loom::declare_timeseries(fld<&ThisModel::at>)");
  static_assert(!timeseries_is_declared<Model> || timeseries_is_its_own<Model>,
                "the time of a time series is its own: fld<&ThisModel::at>");
  static_assert(timeseries_has_no_ledger<Model>,
                "a time series has no declare_ledger: name the source of its events by "
                ".metakey(fld<&ThisModel::sensor>), and ask by filter(…)");
  static_assert(timeseries_indexes_are_plain<Model>,
                "MongoDB keeps no unique index in a time series, and its ttl is one of the whole: "
                "say .ttl(…) after declare_timeseries(…)");
  return timeseries_is_its_own<Model> && timeseries_has_no_ledger<Model> &&
         timeseries_indexes_are_plain<Model> && assert_record_id<Model>();
}

/// Asserts what a model's base asks of it; true where it is so.
template <class Model>
consteval bool assert_kind() {
  static_assert(declarations_fit_the_base<Model>,
                "declare_ledger belongs to a loom::LedgerModel, declare_timeseries to a "
                "loom::TimeSeriesLedgerModel");
  if constexpr (core::is_time_series<Model>)
    return assert_timeseries<Model>();
  else if constexpr (core::is_ledger<Model>)
    return assert_ledger<Model>();
  else
    return declarations_fit_the_base<Model>;
}

}  // namespace detail

namespace core {

template <class Model>
inline constexpr ModelKind model_kind = is_time_series<Model> ? ModelKind::time_series
                                        : is_ledger<Model>    ? ModelKind::ledger
                                                              : ModelKind::documents;

/// The indexes of a model, with that of its histories where it is a ledger with a key.
template <class Model>
constexpr std::span<const IndexInfo> all_indexes() noexcept {
  if constexpr (model_kind<Model> == ModelKind::ledger && requires { Model::ledger; })
    return detail::DeclaredLedger<Model>::indexes;
  else
    return declared_indexes<Model>();
}

template <class Model>
constexpr std::optional<TimeSeriesInfo> time_series_info() noexcept {
  if constexpr (is_time_series<Model>)
    return Model::timeseries.info();
  else
    return std::nullopt;
}

}  // namespace core
}  // namespace loom
