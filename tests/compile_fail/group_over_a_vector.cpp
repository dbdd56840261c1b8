// SPDX-License-Identifier: Apache-2.0
// A vector's elements are named after unwind.
// error: this field stands in a vector and names many values
#include "shop.hpp"

auto good() {
  return Order::all()
      .unwind(fld<&Order::items>)
      .group<Row>(fld<&Row::name> = fld<&Order::items, &Item::sku>, fld<&Row::n> = loom::count());
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all().group<Row>(fld<&Row::name> = fld<&Order::items, &Item::sku>,
                                 fld<&Row::n> = loom::count());
}
#endif
