// SPDX-License-Identifier: Apache-2.0
// Erasing a whole collection needs the word for it.
// error: this would write everything in the collection
#include "shop.hpp"

auto good() { return Order::filter(loom::unsafely::everything).erase(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::all().erase(); }
#endif
