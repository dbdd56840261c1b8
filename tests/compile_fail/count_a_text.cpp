// SPDX-License-Identifier: Apache-2.0
// Only numbers are counted.
// error: +=, -= and *= change a number
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::total> += 1); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::note> += 1); }
#endif
