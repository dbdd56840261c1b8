// SPDX-License-Identifier: Apache-2.0
// A record stays.
// error: the records of a ledger are immutable, and stay: persist() a new one instead
#include "ledgers.hpp"

void good(Price& price) { price.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Price& price) { price.erase(); }
#endif
