// SPDX-License-Identifier: Apache-2.0
// The server joins collections of one database.
// error: lookup joins collections of one database
#include "shop.hpp"

auto good() { return Order::all().lookup(fld<&Order::customer>); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::all().lookup(fld<&Order::supplier>); }
#endif
