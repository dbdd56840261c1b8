// SPDX-License-Identifier: Apache-2.0
// Only a Ref leads to another document.
// error: load_refs and lookup follow a loom::Ref
#include "shop.hpp"

auto good() { return Order::all().lookup(fld<&Order::customer>); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Order::all().lookup(fld<&Order::note>); }
#endif
