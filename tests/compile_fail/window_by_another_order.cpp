// SPDX-License-Identifier: Apache-2.0
// A window goes by a field of its rows.
// error: a sort names fields of the model that is read
#include "shop.hpp"

auto good() {
  return Order::all().window<Total>(
      fld<&Order::total>.asc(), fld<&Total::total> = loom::running(loom::sum(fld<&Order::total>)));
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all().window<Total>(fld<&Customer::name>.asc(), fld<&Total::total> = loom::running(
                                                                    loom::sum(fld<&Order::total>)));
}
#endif
