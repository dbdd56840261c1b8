#pragma once
// SPDX-License-Identifier: Apache-2.0
// A ledger and a time series, for tests.

#include <string>
#include <utility>

#include "loom/info/ledger.hpp"
#include "loom/info/timeseries.hpp"

namespace loom::test {

struct Price : LedgerModel<Price> {
  static constexpr auto persist_db = declare_persist_db("shop", "prices");
  Id<Price> id;
  std::string sku;
  int amount = 0;
  TimeInserted recorded_at;
  static constexpr auto ledger = declare_ledger(fld<&Price::sku>);
};

struct Reading : TimeSeriesLedgerModel<Reading> {
  static constexpr auto persist_db = declare_persist_db("plant", "readings");
  Id<Reading> id;
  Time at;
  std::string sensor;
  double celsius = 0;
  static constexpr auto timeseries = declare_timeseries(fld<&Reading::at>)
                                         .metakey(fld<&Reading::sensor>)
                                         .granularity(Granularity::minutes)
                                         .ttl(std::chrono::hours(24 * 365 * 20));
};

inline Price price(std::string sku, int amount) {
  return {.sku = std::move(sku), .amount = amount};
}

}  // namespace loom::test
