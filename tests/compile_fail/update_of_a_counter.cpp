// SPDX-License-Identifier: Apache-2.0
// A counter is counted.
// error: a counter is only counted
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::prints> += 5); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::prints> = 5); }
#endif
