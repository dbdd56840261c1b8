// SPDX-License-Identifier: Apache-2.0
// A step says by its structs which members it changes.
// error: a step of an upgrade is a function, or a lambda without captures
#include "loom/loom.hpp"

struct Old {
  int m;
};
struct New {
  int n;
};
inline constexpr auto good = loom::upgrade([](const Old& old) { return New{old.m}; });
#ifdef LOOM_COMPILE_FAIL
inline constexpr auto bad = loom::upgrade([](const std::string&) { return New{1}; });
#endif
