// SPDX-License-Identifier: Apache-2.0
// Only a Ref leads to another document.
// error: load_refs and lookup follow a loom::Ref
#include "shop.hpp"

auto good() { return loom::load_refs(std::vector<Order>{}, fld<&Order::customer>); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::load_refs(std::vector<Order>{}, fld<&Order::note>); }
#endif
