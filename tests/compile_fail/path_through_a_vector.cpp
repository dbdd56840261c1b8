// SPDX-License-Identifier: Apache-2.0
// A vector has many elements; which one is meant, a path cannot say.
// error: for the elements of a vector say .any(…)
#include <string>
#include <vector>

#include "loom/info/field.hpp"

using loom::fld;
struct Address {
  std::string city;
};
struct Order {
  Address home;
  std::vector<Address> others;
};
auto good() { return fld<&Order::home, &Address::city>.path(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::others, &Address::city>.path(); }
#endif
