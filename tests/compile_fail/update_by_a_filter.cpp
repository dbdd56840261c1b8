// SPDX-License-Identifier: Apache-2.0
// A comparison is no change.
// error: an update takes terms such as
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::total> = 0); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::total> == 0); }
#endif
