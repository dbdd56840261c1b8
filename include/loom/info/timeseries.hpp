#pragma once
// SPDX-License-Identifier: Apache-2.0
// The base of models whose events MongoDB keeps in a time-series collection.

#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "loom/info/record.hpp"

namespace loom {

/// A time frame and what was computed of it.
template <class F, class Value>
struct FrameValue {
  F frame;
  Value value;
};

namespace detail {

template <class Value>
struct FrameRow {
  Time floor;
  Value value{};
};

template <class Accumulated>
struct ValueOfFrame;
template <class T, class... Fields>
struct ValueOfFrame<Accumulator<T, Fields...>> {
  using type = T;
};
template <class T, class... Fields>
struct ValueOfFrame<AccumulatorOfSome<T, Fields...>> {
  using type = std::optional<without_optional<T>>;
};

}  // namespace detail

/// The empty base of a time series: many events, each with the time at which it happened.
///
/// The time is the event's own, set by the program. The collection is created with the declared
/// options before the first write; one that exists with others is a SchemaError. It takes part in
/// no transaction.
///
/// With a ttl, a time before 1970 or after 2038-01-19T03:14:07Z is a ValidationError: MongoDB would
/// stop to erase what is old.
///
/// Source: https://www.mongodb.com/docs/manual/core/timeseries-collections/
///
///     struct Reading : loom::TimeSeriesLedgerModel<Reading> {
///       static constexpr auto persist_db = loom::declare_persist_db("plant", "readings");
///       loom::Id<Reading> id;
///       loom::Time at;
///       std::string sensor;
///       double celsius = 0;
///       static constexpr auto timeseries = loom::declare_timeseries(fld<&Reading::at>)
///                                              .metakey(fld<&Reading::sensor>)
///                                              .granularity(loom::Granularity::minutes)
///                                              .ttl(std::chrono::hours(720));
///     };
template <class Model>
struct TimeSeriesLedgerModel : RecordModel<Model, core::TimeSeriesBase> {
  /// What an accumulator makes of the events of each time frame that touches the time from `from`
  /// to before `to`. The frames are whole, and each of them is there: where nothing happened a sum
  /// and a count are zero, and what has no value is an empty optional.
  ///
  /// Throws: ValidationError, where `to` is before `from`.
  ///
  ///     for (const auto& [day, mean] : Reading::load_frames<loom::DailyFrame>(
  ///              loom::zone("Europe/Paris"), from, to, loom::avg(fld<&Reading::celsius>),
  ///              fld<&Reading::sensor> == "hall")) …
  template <TimeFrame F, class Accumulated>
  [[nodiscard]] static auto load_frames(Zone zone, Time from, Time to, const Accumulated& what,
                                        const Filter<Model>& wanted = match_all) {
    using Value = typename detail::ValueOfFrame<Accumulated>::type;
    using Row = detail::FrameRow<Value>;
    std::vector<FrameValue<F, Value>> values;
    if constexpr (core::assert_model<Model>()) {
      const auto all = frames<F>(from, to, zone);
      if (all.empty()) return values;
      using At = typename std::remove_const_t<decltype(Model::timeseries)>::At;
      constexpr At at;
      const auto end = F::containing(to - std::chrono::milliseconds(1), zone).ceiling();
      auto rows =
          Model::filter(at.between((*all.begin()).floor(), end) && wanted)
              .template group<Row>(fld<& Row::floor> = frame<F>(at, zone), fld<& Row::value> = what)
              .fill_missing(from, to)
              .load_many();
      auto row = rows.begin();
      for (const auto each : all) values.push_back({each, std::move((row++)->value)});
    }
    return values;
  }
};

}  // namespace loom
