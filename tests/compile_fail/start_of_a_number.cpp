// SPDX-License-Identifier: Apache-2.0
// A number has no first letters.
// error: starts_with and matches ask a text
#include "shop.hpp"

auto good() { return Order::filter(fld<&Order::note>.starts_with("3")); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::filter(fld<&Order::pieces>.starts_with("3")); }
#endif
