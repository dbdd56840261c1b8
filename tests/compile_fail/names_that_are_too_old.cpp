// SPDX-License-Identifier: Apache-2.0
// A member reads four older names, no more.
// error: constant expression
#include "loom/info/field.hpp"

struct Order {
  int total;
};
constexpr auto good = loom::name(loom::fld<&Order::total>, "sum").also_reads("a").also_reads("b");
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = good.also_reads("c").also_reads("d").also_reads("e");
#endif
