// SPDX-License-Identifier: Apache-2.0
// Only numbers have a sum.
// error: sum, avg and std_dev take numbers
#include "shop.hpp"

auto good() { return loom::sum(fld<&Order::total>); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::sum(fld<&Order::note>); }
#endif
