// SPDX-License-Identifier: Apache-2.0
// An update says what changes.
// error: an update has at least one term
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::total> = 0); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(); }
#endif
