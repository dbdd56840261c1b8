// SPDX-License-Identifier: Apache-2.0
// A Transfer would get half of a Card.
// error: an update does not reach into a variant
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
void good() { (void)loom::assert_update<Order, decltype(fld<& Order::payment> = Card{})>(); }
#ifdef LOOM_COMPILE_FAIL
void bad() {
  (void)loom::assert_update<Order, decltype(fld<&Order::payment, &Card::number> = std::string())>();
}
#endif
