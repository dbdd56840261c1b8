// SPDX-License-Identifier: Apache-2.0
// The latest is the last in an order of its own.
// error: load_latest has an order of its own
#include "shop.hpp"

auto good() { return Order::paid().load_latest(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().sort(fld<&Order::total>.asc()).load_latest(); }
#endif
