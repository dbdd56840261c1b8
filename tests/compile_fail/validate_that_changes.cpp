// SPDX-License-Identifier: Apache-2.0
// What is about to be saved is not changed on the way.
// error: validate looks at an object and does not change it
#include "loom/info/field.hpp"
#include "loom/info/validation.hpp"

struct Good {
  int n = 0;
  void validate(loom::Problems& problems) const {
    if (n < 0) problems.add(loom::fld<&Good::n>, "must not be negative");
  }
};
struct Bad {
  int n = 0;
  void validate(loom::Problems&) { n = 0; }
};
void good(const Good& object) { loom::core::require_valid(object); }
#ifdef LOOM_COMPILE_FAIL
void bad(const Bad& object) { loom::core::require_valid(object); }
#endif
