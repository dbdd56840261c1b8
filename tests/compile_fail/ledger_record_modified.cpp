// SPDX-License-Identifier: Apache-2.0
// The change of a record is a new record.
// error: the records of a ledger are immutable, and stay: persist() a new one instead
#include "ledgers.hpp"

void good(Price& price) { price.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(const loom::Id<Price>& id) {
  Price::modify(id, [](Price& price) { price.amount = 1; });
}
#endif
