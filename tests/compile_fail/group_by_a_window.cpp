// SPDX-License-Identifier: Apache-2.0
// What looks back needs an order.
// error: running and moving belong to window<Row>
#include "shop.hpp"

auto good() {
  return Order::all().group<Total>(fld<&Total::total> = loom::sum(fld<&Order::total>));
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all().group<Total>(fld<&Total::total> =
                                       loom::running(loom::sum(fld<&Order::total>)));
}
#endif
