// SPDX-License-Identifier: Apache-2.0
// A write does not keep to a sort.
// error: a write does not keep to limit, skip and sort
#include "shop.hpp"

auto good() { return Order::paid().erase(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().sort(fld<&Order::total>.asc()).erase(); }
#endif
