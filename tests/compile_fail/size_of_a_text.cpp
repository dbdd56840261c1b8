// SPDX-License-Identifier: Apache-2.0
// A text has no elements to count.
// error: any, contains and size_is ask a vector
#include "shop.hpp"

auto good() { return Order::filter(fld<&Order::tags>.size_is(2)); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::filter(fld<&Order::note>.size_is(2)); }
#endif
