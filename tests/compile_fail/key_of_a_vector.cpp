// SPDX-License-Identifier: Apache-2.0
// Only a map has keys.
// error: key names an entry of a map
#include "shop.hpp"

auto good() { return fld<&Order::rates>.key("EUR") > 1; }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::tags>.key("EUR"); }
#endif
