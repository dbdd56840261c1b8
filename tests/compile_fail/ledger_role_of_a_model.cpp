// SPDX-License-Identifier: Apache-2.0
// A role that only appends is of no use where documents change.
// error: ledger_role takes ledgers and time series
#include "ledgers.hpp"

auto good() { return loom::ledger_role<Price, Reading>("clerk"); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::ledger_role<Price, Order>("clerk"); }
#endif
