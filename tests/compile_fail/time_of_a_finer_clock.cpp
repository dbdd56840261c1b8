// SPDX-License-Identifier: Apache-2.0
// A Time never rounds by itself.
// error: a Time holds milliseconds, and this is finer
#include "loom/time/time.hpp"

const loom::Time good = loom::Time::floor(std::chrono::system_clock::now());
#ifdef LOOM_COMPILE_FAIL
const loom::Time bad = std::chrono::system_clock::now();
#endif
