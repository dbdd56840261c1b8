// SPDX-License-Identifier: Apache-2.0
// Only a time lies in a day.
// error: frame and the parts of a date are asked of a Time
#include "loom/info/time_expression.hpp"

using loom::fld;
struct Order {
  loom::Time placed_at;
  double total;
};
auto good() { return loom::hour(fld<&Order::placed_at>, loom::utc); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::hour(fld<&Order::total>, loom::utc); }
#endif
