// SPDX-License-Identifier: Apache-2.0
// A field is named by a pointer to its member, which the compiler checks.
// error: an index is made of fields: fld<&Model::member>, or its .asc() or .desc()
#include "loom/info/index.hpp"

struct Customer {
  int age;
};
constexpr auto good = loom::index(loom::fld<&Customer::age>);
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::index("age");
#endif
