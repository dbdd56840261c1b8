// SPDX-License-Identifier: Apache-2.0
// The times that Loom keeps are not updated by hand.
// error: a managed time is set by Loom itself
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::note> = "x"); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::created_at> = loom::now()); }
#endif
