// SPDX-License-Identifier: Apache-2.0
// Rows are sorted by their own members.
// error: a sort names fields of the model that is read
#include "shop.hpp"

auto good() {
  return Order::all()
      .project<Total>(fld<&Total::total> = fld<&Order::total>)
      .sort(fld<&Total::total>.asc());
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all()
      .project<Total>(fld<&Total::total> = fld<&Order::total>)
      .sort(fld<&Order::total>.asc());
}
#endif
