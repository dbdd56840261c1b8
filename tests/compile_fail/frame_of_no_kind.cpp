// SPDX-License-Identifier: Apache-2.0
// A unit alone is no frame.
// error: frame<…> takes the kind of frame
#include "loom/info/time_expression.hpp"

using loom::fld;
struct Order {
  loom::Time placed_at;
  double total;
};
auto good() { return loom::frame<loom::DailyFrame>(fld<&Order::placed_at>, loom::utc); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::frame<Order>(fld<&Order::placed_at>, loom::utc); }
#endif
