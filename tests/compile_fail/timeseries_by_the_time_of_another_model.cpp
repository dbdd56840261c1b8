// SPDX-License-Identifier: Apache-2.0
// A time that is copied from another model is no member of this one.
// error: the time of a time series is its own
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
  static constexpr auto timeseries = loom::declare_timeseries(fld<&Reading::at>);
};
void bad(Bad& object) { object.persist(); }
#endif
