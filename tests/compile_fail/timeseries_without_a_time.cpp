// SPDX-License-Identifier: Apache-2.0
// MongoDB sorts events into buckets by their time.
// error: a time series says which member is its time
#include "ledgers.hpp"

struct Good : loom::TimeSeriesLedgerModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  loom::Time at;
  std::string sensor;
  static constexpr auto timeseries = loom::declare_timeseries(fld<&Good::at>);
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
struct Bad : loom::TimeSeriesLedgerModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  loom::Time at;
  std::string sensor;
};
void bad(Bad& object) { object.persist(); }
#endif
