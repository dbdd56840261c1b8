// SPDX-License-Identifier: Apache-2.0
// An event that was measured is not changed while it is read.
// error: the records of a ledger are immutable, and stay: persist() a new one instead
#include "ledgers.hpp"

auto good() { return Reading::filter(fld<&Reading::sensor> == "hall").load_one(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return Reading::filter(fld<&Reading::sensor> == "hall")
      .find_one_and_update(fld<&Reading::celsius> = 3.0);
}
#endif
