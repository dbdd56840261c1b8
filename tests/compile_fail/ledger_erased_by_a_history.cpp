// SPDX-License-Identifier: Apache-2.0
// A history is not cut off.
// error: the records of a ledger are immutable, and stay: persist() a new one instead
#include "ledgers.hpp"

auto good() { return Price::history("A1").count(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Price::history("A1").erase(); }
#endif
