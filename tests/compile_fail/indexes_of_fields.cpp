// SPDX-License-Identifier: Apache-2.0
// A field alone does not say whether it is to be unique.
// error: indexes are declared by loom::index(…) and loom::unique(…)
#include "loom/info/index.hpp"

struct Customer {
  int age;
};
using loom::fld;
constexpr auto good = loom::indexes(loom::index(fld<&Customer::age>));
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::indexes(fld<&Customer::age>);
#endif
