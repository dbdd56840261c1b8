// SPDX-License-Identifier: Apache-2.0
// The fields on the right are of the rows that come in.
// error: this expression names a field of another model
#include "shop.hpp"

auto good() {
  return Order::all().group<Row>(fld<&Row::name> = fld<&Order::note>, fld<&Row::n> = loom::count());
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all().group<Row>(fld<&Row::name> = fld<&Customer::name>,
                                 fld<&Row::n> = loom::count());
}
#endif
