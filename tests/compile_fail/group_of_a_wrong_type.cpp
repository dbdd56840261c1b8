// SPDX-License-Identifier: Apache-2.0
// A text holds no number.
// error: this member of the row does not hold
#include "shop.hpp"

auto good() {
  return Order::all().group<Total>(fld<&Total::total> = loom::sum(fld<&Order::total>));
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all().group<Row>(fld<&Row::name> = loom::sum(fld<&Order::total>),
                                 fld<&Row::n> = loom::count());
}
#endif
