// SPDX-License-Identifier: Apache-2.0
// A double and a Decimal128 do not mix.
// error: the server has no result for these two
#include "shop.hpp"

auto good() { return fld<&Order::price> * fld<&Order::pieces>; }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::price> * fld<&Order::total>; }
#endif
