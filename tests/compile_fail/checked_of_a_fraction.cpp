// SPDX-License-Identifier: Apache-2.0
// 36.5 would become 36.
// error: a whole number is not made from a floating-point one
#include "loom/info/checked.hpp"

loom::Checked<int, loom::ge<0>> good = 36;
#ifdef LOOM_COMPILE_FAIL
loom::Checked<int, loom::ge<0>> bad = 36.5;
#endif
