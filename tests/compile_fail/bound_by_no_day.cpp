// SPDX-License-Identifier: Apache-2.0
// 2021 had no February 29.
// error: constant expression
#include "loom/info/bound.hpp"

constexpr loom::UtcDay good = loom::utc_day(2020, 2, 29);
#ifdef LOOM_COMPILE_FAIL
constexpr loom::UtcDay bad = loom::utc_day(2021, 2, 29);
#endif
