// SPDX-License-Identifier: Apache-2.0
// The key of a document is not updated.
// error: the _id of a document never changes
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::note> = "x"); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::id> = loom::Id<Order>::generate()); }
#endif
