// SPDX-License-Identifier: Apache-2.0
// An int has no name that could tell it from another alternative.
// error: a variant is stored with the name of its struct
#include <string>
#include <variant>

#include "loom/bson/codec_variant.hpp"

struct Card {
  std::string number;
};
struct Cash {
  int cents = 0;
};
struct Good {
  std::variant<Card, Cash> payment;
};
struct Bad {
  std::variant<Card, int> payment;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
