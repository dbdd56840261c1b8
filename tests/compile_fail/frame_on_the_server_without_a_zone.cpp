// SPDX-License-Identifier: Apache-2.0
// The server has no zone of its own.
// error: a frame depends on its zone: name one, frame<…>
#include "loom/info/time_expression.hpp"

using loom::fld;
struct Order {
  loom::Time placed_at;
  double total;
};
auto good() { return loom::frame<loom::DailyFrame>(fld<&Order::placed_at>, loom::utc); }
#ifdef LOOM_COMPILE_FAIL
void bad() { loom::frame<loom::DailyFrame>(fld<&Order::placed_at>); }
#endif
