// SPDX-License-Identifier: Apache-2.0
// No payment is ever in cash.
// error: holds names an alternative of a variant
#include <string>
#include <variant>

#include "loom/info/update.hpp"

using loom::fld;
struct Card {
  std::string number;
};
struct Transfer {
  std::string iban;
};
struct Cash {
  int cents = 0;
};
struct Order {
  std::variant<Card, Transfer> payment;
};
auto good() { return fld<&Order::payment>.holds<Card>(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::payment>.holds<Cash>(); }
#endif
