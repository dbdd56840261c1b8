// SPDX-License-Identifier: Apache-2.0
// Equal to which of its instants, nobody could read.
// error: a frame has many instants
#include "loom/info/field.hpp"

using loom::fld;
struct Order {
  loom::Time placed_at;
};
const auto day = loom::DailyFrame::of("2026-11-22", loom::utc);

auto good() { return fld<&Order::placed_at>.in(day); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::placed_at> == day; }
#endif
