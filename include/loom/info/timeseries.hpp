#pragma once
// SPDX-License-Identifier: Apache-2.0
// The base of models whose events MongoDB keeps in a time-series collection.

#include "loom/info/record.hpp"

namespace loom {

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
struct TimeSeriesLedgerModel : RecordModel<Model, core::TimeSeriesBase> {};

}  // namespace loom
