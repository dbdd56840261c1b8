// SPDX-License-Identifier: Apache-2.0
// A struct is not written over a counter in it.
// error: a counter is only counted
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::address, &Address::city> = "Paris"); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::address> = Address{"Paris", {}}); }
#endif
