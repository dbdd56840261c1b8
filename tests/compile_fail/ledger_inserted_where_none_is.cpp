// SPDX-License-Identifier: Apache-2.0
// A ledger takes every record, also one that repeats another.
// error: the records of a ledger are immutable, and stay: persist() a new one instead
#include "ledgers.hpp"

auto good() { return Price::latest("A1"); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Price::find_or_insert(fld<&Price::sku> == "A1", {.sku = "A1"}); }
#endif
