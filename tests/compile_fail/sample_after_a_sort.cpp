// SPDX-License-Identifier: Apache-2.0
// A sample is taken before everything else that a query says.
// error: sample chooses among all documents that a filter means
#include "shop.hpp"

auto good() { return Order::paid().sample(3).sort(fld<&Order::total>.asc()); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().sort(fld<&Order::total>.asc()).sample(3); }
#endif
