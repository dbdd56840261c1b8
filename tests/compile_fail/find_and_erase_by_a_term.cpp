// SPDX-License-Identifier: Apache-2.0
// An erasure takes an order and nothing else.
// error: a sort names fields of the model that is read
#include "shop.hpp"

auto good() { return Order::paid().find_one_and_erase(fld<&Order::total>.asc()); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().find_one_and_erase(fld<&Order::total> = 0); }
#endif
