// SPDX-License-Identifier: Apache-2.0
// An accumulator of a window says how far it looks back.
// error: an accumulator of a window says how far it looks back
#include "shop.hpp"

auto good() {
  return Order::all().window<Total>(
      fld<&Order::total>.asc(), fld<&Total::total> = loom::running(loom::sum(fld<&Order::total>)));
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all().window<Total>(fld<&Order::total>.asc(),
                                    fld<&Total::total> = loom::sum(fld<&Order::total>));
}
#endif
