// SPDX-License-Identifier: Apache-2.0
// What a reference means may be undone with an attempt.
// error: a transaction gives a value
#include "loom/info/transaction.hpp"

int known = 1;

int good() {
  return loom::transaction([] { return known; });
}
#ifdef LOOM_COMPILE_FAIL
void bad() {
  loom::transaction([]() -> int& { return known; });
}
#endif
