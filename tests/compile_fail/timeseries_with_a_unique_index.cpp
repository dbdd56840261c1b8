// SPDX-License-Identifier: Apache-2.0
// Events are packed into buckets, where no index sees two that are equal.
// error: MongoDB keeps no unique index in a time series
#include "ledgers.hpp"

struct Good : loom::TimeSeriesLedgerModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  loom::Time at;
  std::string sensor;
  static constexpr auto timeseries = loom::declare_timeseries(fld<&Good::at>);
  static constexpr auto indexes = loom::indexes(loom::index(fld<&Good::sensor>, fld<&Good::at>));
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
struct Bad : loom::TimeSeriesLedgerModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  loom::Time at;
  std::string sensor;
  static constexpr auto timeseries = loom::declare_timeseries(fld<&Bad::at>);
  static constexpr auto indexes = loom::indexes(loom::unique(fld<&Bad::sensor>, fld<&Bad::at>));
};
void bad(Bad& object) { object.persist(); }
#endif
