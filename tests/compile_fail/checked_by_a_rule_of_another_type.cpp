// SPDX-License-Identifier: Apache-2.0
// Five of what? A bound of a duration names its unit.
// error: a rule is not for values of this type
#include <chrono>

#include "loom/info/checked.hpp"

loom::Checked<std::chrono::seconds, loom::ge<5, std::chrono::minutes>> good = std::chrono::hours(1);
#ifdef LOOM_COMPILE_FAIL
loom::Checked<std::chrono::seconds, loom::ge<5>> bad = std::chrono::hours(1);
#endif
