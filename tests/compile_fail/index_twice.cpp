// SPDX-License-Identifier: Apache-2.0
// Of two indexes over the same fields the server would refuse the second.
// error: two indexes over the same fields in the same directions: declare one of them
#include "loom/info/index.hpp"

using loom::fld;
struct Customer {
  int age;
  static constexpr auto indexes =
      loom::indexes(loom::index(fld<&Customer::age>), loom::index(fld<&Customer::age>.desc()));
};
struct Order {
  int total;
  static constexpr auto indexes =
      loom::indexes(loom::index(fld<&Order::total>), loom::unique(fld<&Order::total>.asc()));
};
const auto good = loom::core::declared_indexes<Customer>();
#ifdef LOOM_COMPILE_FAIL
const auto bad = loom::core::declared_indexes<Order>();
#endif
