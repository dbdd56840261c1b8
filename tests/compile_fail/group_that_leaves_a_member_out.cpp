// SPDX-License-Identifier: Apache-2.0
// A row is whole.
// error: every member of the row is assigned
#include "shop.hpp"

auto good() {
  return Order::all().group<Row>(fld<&Row::name> = fld<&Order::note>, fld<&Row::n> = loom::count());
}
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::all().group<Row>(fld<&Row::n> = loom::count()); }
#endif
