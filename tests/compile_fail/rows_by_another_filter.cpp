// SPDX-License-Identifier: Apache-2.0
// Rows are filtered by their own members.
// error: this filter belongs to another model
#include "shop.hpp"

auto good() {
  return Order::all()
      .project<Total>(fld<&Total::total> = fld<&Order::total>)
      .filter(fld<&Total::total> > 3);
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all()
      .project<Total>(fld<&Total::total> = fld<&Order::total>)
      .filter(fld<&Order::total> > 3);
}
#endif
