// SPDX-License-Identifier: Apache-2.0
// The order is by fields of the model.
// error: a sort names fields of the model that is read
#include "shop.hpp"

auto good() {
  return Order::paid().find_one_and_update(fld<&Order::total> = 0, fld<&Order::total>.asc());
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::paid().find_one_and_update(fld<&Order::total> = 0, fld<&Customer::name>.asc());
}
#endif
