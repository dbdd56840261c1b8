// SPDX-License-Identifier: Apache-2.0
// An accumulator needs many documents.
// error: an accumulator needs many documents
#include "shop.hpp"

auto good() { return Order::all().project<Total>(fld<&Total::total> = fld<&Order::total> * 2.0); }
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all().project<Total>(fld<&Total::total> = loom::sum(fld<&Order::total>));
}
#endif
