// SPDX-License-Identifier: Apache-2.0
// Each pointer of a path goes on where the one before ended.
// error: each pointer of fld<…> names a member of the struct that the one before leads to
#include <string>

#include "loom/info/field.hpp"

using loom::fld;
struct Address {
  std::string city;
};
struct Person {
  std::string name;
};
struct Order {
  Address home;
};
auto good() { return fld<&Order::home, &Address::city>.path(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::home, &Person::name>.path(); }
#endif
