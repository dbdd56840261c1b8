// SPDX-License-Identifier: Apache-2.0
// A text has no elements to filter.
// error: any, contains and size_is ask a vector
#include "shop.hpp"

auto good() { return Order::filter(fld<&Order::items>.any(fld<&Item::quantity> > 3)); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::filter(fld<&Order::note>.any(fld<&Item::quantity> > 3)); }
#endif
