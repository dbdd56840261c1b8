// SPDX-License-Identifier: Apache-2.0
// What is stored of a record is what it was, so it is not read anew to be changed.
// error: the records of a ledger are immutable, and stay: persist() a new one instead
#include "ledgers.hpp"

auto good(const loom::Id<Price>& id) { return Price::get(id); }
#ifdef LOOM_COMPILE_FAIL
void bad(Price& price) { price.reload(); }
#endif
