// SPDX-License-Identifier: Apache-2.0
// A field holds what it is set to.
// error: this value would narrow: a field is set to
#include "shop.hpp"

auto good() { return Order::paid().update(fld<&Order::pieces> = 5); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::paid().update(fld<&Order::pieces> = 5.5); }
#endif
