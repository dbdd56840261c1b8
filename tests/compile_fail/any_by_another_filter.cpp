// SPDX-License-Identifier: Apache-2.0
// The elements are filtered by their own fields.
// error: this filter belongs to another struct
#include "shop.hpp"

auto good() { return Order::filter(fld<&Order::items>.any(fld<&Item::quantity> > 3)); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::filter(fld<&Order::items>.any(fld<&Order::pieces> > 3)); }
#endif
