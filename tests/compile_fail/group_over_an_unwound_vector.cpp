// SPDX-License-Identifier: Apache-2.0
// An unwound vector is one element.
// error: this vector was unwound
#include "shop.hpp"

auto good() {
  return Order::all()
      .unwind(fld<&Order::tags>)
      .group<Row>(fld<&Row::name> = loom::element(fld<&Order::tags>), fld<&Row::n> = loom::count());
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::all()
      .unwind(fld<&Order::tags>)
      .group<Row>(fld<&Row::name> = fld<&Order::tags>, fld<&Row::n> = loom::count());
}
#endif
