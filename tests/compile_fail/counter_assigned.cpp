// SPDX-License-Identifier: Apache-2.0
// An assigned counter would lose what others count.
// error: a counter is not assigned
#include "loom/info/managed.hpp"

void good(loom::IntCounter& counter) { counter += 5; }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::IntCounter& counter) { counter = 5; }
#endif
