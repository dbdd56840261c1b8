// SPDX-License-Identifier: Apache-2.0
// A write does not keep to a limit.
// error: a write does not keep to limit, skip and sort
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::total> = 0); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().limit(10).update(fld<&Order::total> = 0); }
#endif
