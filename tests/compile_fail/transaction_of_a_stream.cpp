// SPDX-License-Identifier: Apache-2.0
// A stream does not outlive the transaction that it is read in.
// error: a stream ends with its transaction
#include "loom/info/transaction.hpp"
#include "shop.hpp"

auto good() {
  return loom::transaction([] { return Order::all().load_many(); });
}
#ifdef LOOM_COMPILE_FAIL
auto bad() {
  return loom::transaction([] { return Order::all().stream(); });
}
#endif
