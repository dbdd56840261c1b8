// SPDX-License-Identifier: Apache-2.0
// A text has no elements that a filter could mean.
// error: push, add_to_set and pull change a vector
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::items>.pull(fld<&Item::sku> == "x")); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::note>.pull(fld<&Item::sku> == "x")); }
#endif
