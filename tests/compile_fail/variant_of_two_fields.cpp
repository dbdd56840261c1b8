// SPDX-License-Identifier: Apache-2.0
// A reader must know where to look before it knows what it reads.
// error: the alternatives of a variant say their kind in one field
#include <string>
#include <variant>

#include "loom/bson/codec_variant.hpp"

struct Card {
  static constexpr auto kind = loom::declare_kind("card", "type");
  std::string number;
};
struct Cash {
  static constexpr auto kind = loom::declare_kind("cash", "type");
  int cents = 0;
};
struct Transfer {
  std::string iban;
};
struct Good {
  std::variant<Card, Cash> payment;
};
struct Bad {
  std::variant<Card, Transfer> payment;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
