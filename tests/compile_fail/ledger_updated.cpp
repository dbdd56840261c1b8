// SPDX-License-Identifier: Apache-2.0
// A price that was announced stays announced.
// error: the records of a ledger are immutable, and stay: persist() a new one instead
#include "ledgers.hpp"

void good(Price& price) { price.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad() { Price::filter(fld<&Price::sku> == "A1").update(fld<& Price::amount> = 3.0); }
#endif
