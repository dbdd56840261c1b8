// SPDX-License-Identifier: Apache-2.0
// An output names the member that it fills.
// error: an output is written fld<&Row::member> = expression
#include "shop.hpp"

auto good() {
  return Order::all().group<Total>(fld<&Total::total> = loom::sum(fld<&Order::total>));
}
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::all().group<Total>(loom::sum(fld<&Order::total>)); }
#endif
