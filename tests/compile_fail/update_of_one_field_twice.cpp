// SPDX-License-Identifier: Apache-2.0
// MongoDB takes one operator for each field.
// error: two terms of this update change one field
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::total> = 1, fld<&Order::pieces> += 1); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::total> = 1, fld<&Order::total> += 1); }
#endif
