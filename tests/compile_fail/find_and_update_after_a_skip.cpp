// SPDX-License-Identifier: Apache-2.0
// The first document is found by a SortOp among the arguments.
// error: a write does not keep to limit, skip and sort
#include "shop.hpp"

auto good() {
  return Order::paid().find_one_and_update(fld<&Order::total> = 0, fld<&Order::total>.asc());
}
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().skip(1).find_one_and_update(fld<&Order::total> = 0); }
#endif
