// SPDX-License-Identifier: Apache-2.0
// The same wall-clock time is another instant in each zone.
// error: a wall-clock time is no instant before its zone is named
#include "loom/info/field.hpp"

using loom::fld;
struct Order {
  loom::Time placed_at;
};
const auto local = loom::local_time("2026-03-08T02:30");

auto good() { return fld<&Order::placed_at> > loom::utc.to_time(local); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::placed_at> > local; }
#endif
