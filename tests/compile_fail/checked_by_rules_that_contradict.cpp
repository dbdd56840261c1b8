// SPDX-License-Identifier: Apache-2.0
// No number is at least 5 and at most 3.
// error: these rules contradict each other
#include "loom/info/checked.hpp"

loom::Checked<int, loom::ge<3>, loom::le<5>> good = 4;
#ifdef LOOM_COMPILE_FAIL
loom::Checked<int, loom::ge<5>, loom::le<3>> bad = 4;
#endif
