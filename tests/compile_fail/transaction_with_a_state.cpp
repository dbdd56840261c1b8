// SPDX-License-Identifier: Apache-2.0
// A callback that may be called again keeps no state of its own.
// error: a transaction may call its callback again
#include "loom/info/transaction.hpp"

auto good() {
  return loom::transaction([n = 0] { return n + 1; });
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return loom::transaction([n = 0]() mutable { return ++n; });
}
#endif
