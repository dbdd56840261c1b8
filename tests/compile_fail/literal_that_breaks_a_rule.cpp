// SPDX-License-Identifier: Apache-2.0
// The compiler sees that nobody is 200 years old.
// error: this literal breaks a rule
#include "loom/info/checked.hpp"

loom::Checked<int, loom::ge<0>, loom::le<150>> good = loom::literal<36>;
#ifdef LOOM_COMPILE_FAIL
loom::Checked<int, loom::ge<0>, loom::le<150>> bad = loom::literal<200>;
#endif
