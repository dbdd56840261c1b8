// SPDX-License-Identifier: Apache-2.0
// An optional is looked into before its value is set.
// error: these two do not fit
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::rating> = 5.0); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::rating> = std::optional(5.0)); }
#endif
