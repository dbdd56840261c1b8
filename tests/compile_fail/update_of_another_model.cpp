// SPDX-License-Identifier: Apache-2.0
// The terms of an update change its own model.
// error: this term changes a field of another model
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::note> = "x"); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Customer::name> = "x"); }
#endif
