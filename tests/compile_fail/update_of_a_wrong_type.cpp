// SPDX-License-Identifier: Apache-2.0
// A field is set to a value of its own type.
// error: these two do not fit
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::note> = "x"); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::note> = 5); }
#endif
