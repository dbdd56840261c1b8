// SPDX-License-Identifier: Apache-2.0
// An entry is a part of its map.
// error: two terms of this update change one field
#include "shop.hpp"

auto good() {
  return Order::paid().update(fld<&Order::rates>.key("EUR") = 1, fld<&Order::rates>.key("USD") = 1);
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Order::paid().update(fld<&Order::rates> = std::map<std::string, double>{},
                              fld<&Order::rates>.key("USD") = 1);
}
#endif
