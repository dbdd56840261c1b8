// SPDX-License-Identifier: Apache-2.0
// The elements are filtered by their own fields.
// error: this filter belongs to another struct
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::items>.pull(fld<&Item::sku> == "x")); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::items>.pull(fld<&Customer::name> == "x")); }
#endif
