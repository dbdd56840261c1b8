// SPDX-License-Identifier: Apache-2.0
// A watch is filtered by fields of its own model.
// error: this filter belongs to another model
#include "shop.hpp"

auto good() { return Order::watch(fld<&Order::total> > 3.0); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::watch(fld<&Customer::name> == "Ada"); }
#endif
