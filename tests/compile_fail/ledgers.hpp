#pragma once
// SPDX-License-Identifier: Apache-2.0
// The ledger and the time series that the refused code speaks of.
#include <chrono>
#include <optional>
#include <string>

#include "loom/info/ledger.hpp"
#include "loom/info/model.hpp"
#include "loom/info/timeseries.hpp"

using loom::fld;

struct Price : loom::LedgerModel<Price> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "prices");
  loom::Id<Price> id;
  std::string sku;
  double amount = 0;
  loom::TimeInserted recorded_at;
  static constexpr auto ledger = loom::declare_ledger(fld<&Price::sku>);
};
struct Reading : loom::TimeSeriesLedgerModel<Reading> {
  static constexpr auto persist_db = loom::declare_persist_db("plant", "readings");
  loom::Id<Reading> id;
  loom::Time at;
  std::string sensor;
  double celsius = 0;
  static constexpr auto timeseries = loom::declare_timeseries(fld<&Reading::at>);
};
struct Order : loom::PersistableModel<Order> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "orders");
  loom::Id<Order> id;
  std::string sku;
  loom::Time at;
};
