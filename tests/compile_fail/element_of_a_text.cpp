// SPDX-License-Identifier: Apache-2.0
// Only a vector has elements.
// error: element names one of an unwound vector
#include "shop.hpp"

auto good() { return loom::element(fld<&Order::tags>); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::element(fld<&Order::note>); }
#endif
