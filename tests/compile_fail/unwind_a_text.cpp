// SPDX-License-Identifier: Apache-2.0
// Only a vector is unwound.
// error: unwind takes a vector
#include "shop.hpp"

auto good() { return Order::all().unwind(fld<&Order::tags>); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::all().unwind(fld<&Order::note>); }
#endif
