// SPDX-License-Identifier: Apache-2.0
// An index in both directions of a field is one index: MongoDB reads it either way.
// error: an index names each of its fields once
#include "loom/info/index.hpp"

using loom::fld;
struct Customer {
  int age, visits;
  static constexpr auto indexes =
      loom::indexes(loom::index(fld<&Customer::age>, fld<&Customer::visits>));
};
struct Order {
  int total;
  static constexpr auto indexes =
      loom::indexes(loom::index(fld<&Order::total>.asc(), fld<&Order::total>.desc()));
};
const auto good = loom::core::declared_indexes<Customer>();
#ifdef LOOM_COMPILE_FAIL
const auto bad = loom::core::declared_indexes<Order>();
#endif
