// SPDX-License-Identifier: Apache-2.0
// An index lies in one collection.
// error: all fields of an index belong to one model
#include "loom/info/index.hpp"

struct Customer {
  int age, visits;
};
struct Order {
  int total;
};
using loom::fld;
constexpr auto good = loom::index(fld<&Customer::age>, fld<&Customer::visits>.desc());
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::index(fld<&Customer::age>, fld<&Order::total>.desc());
#endif
