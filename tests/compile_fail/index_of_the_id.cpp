// SPDX-License-Identifier: Apache-2.0
// Every collection has a unique index over _id; the server refuses another.
// error: MongoDB indexes the _id by itself: leave this index out
#include "loom/info/index.hpp"

struct Customer {
  loom::Id<Customer> id;
  int age;
};
using loom::fld;
constexpr auto good = loom::index(fld<&Customer::age>, fld<&Customer::id>);
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::unique(fld<&Customer::id>);
#endif
