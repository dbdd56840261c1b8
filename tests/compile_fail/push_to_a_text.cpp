// SPDX-License-Identifier: Apache-2.0
// A text has no elements.
// error: push, add_to_set and pull change a vector
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::tags>.push("x")); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::note>.push("x")); }
#endif
