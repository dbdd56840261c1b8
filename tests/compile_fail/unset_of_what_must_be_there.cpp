// SPDX-License-Identifier: Apache-2.0
// Only what may be missing is removed.
// error: only a field that may be missing can be unset
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::coupon>.unset()); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::note>.unset()); }
#endif
