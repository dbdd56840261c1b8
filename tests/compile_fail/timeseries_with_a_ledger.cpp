// SPDX-License-Identifier: Apache-2.0
// An index over all keys would be of no use to buckets.
// error: a time series has no declare_ledger
#include "ledgers.hpp"

struct Good : loom::TimeSeriesLedgerModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  loom::Time at;
  std::string sensor;
  static constexpr auto timeseries =
      loom::declare_timeseries(fld<&Good::at>).metakey(fld<&Good::sensor>);
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
struct Bad : loom::TimeSeriesLedgerModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  loom::Time at;
  std::string sensor;
  static constexpr auto timeseries = loom::declare_timeseries(fld<&Bad::at>);
  static constexpr auto ledger = loom::declare_ledger(fld<&Bad::sensor>);
};
void bad(Bad& object) { object.persist(); }
#endif
