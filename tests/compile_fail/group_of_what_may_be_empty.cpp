// SPDX-License-Identifier: Apache-2.0
// An optional on the right needs one on the left.
// error: what is assigned may be empty
#include "shop.hpp"

auto good() {
  return Order::all().group<Row>(fld<&Row::name> = fld<&Order::coupon>.value_or(""),
                                 fld<&Row::n> = loom::count());
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all().group<Row>(fld<&Row::name> = fld<&Order::coupon>,
                                 fld<&Row::n> = loom::count());
}
#endif
