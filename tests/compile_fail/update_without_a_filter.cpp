// SPDX-License-Identifier: Apache-2.0
// An update of a whole collection needs the word for it.
// error: this would write everything in the collection
#include "shop.hpp"

auto good() { return Order::filter(loom::unsafely::everything).update(fld<&Order::total> = 0); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::all().update(fld<&Order::total> = 0); }
#endif
