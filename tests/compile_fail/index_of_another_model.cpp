// SPDX-License-Identifier: Apache-2.0
// A declaration that was copied from one model to the next.
// error: a model's indexes are over its own fields: fld<&ThisModel::member>
#include "loom/info/index.hpp"

struct Customer {
  int age;
  static constexpr auto indexes = loom::indexes(loom::index(loom::fld<&Customer::age>));
};
struct Order {
  int total;
  static constexpr auto indexes = loom::indexes(loom::index(loom::fld<&Customer::age>));
};
const auto good = loom::core::declared_indexes<Customer>();
#ifdef LOOM_COMPILE_FAIL
const auto bad = loom::core::declared_indexes<Order>();
#endif
