// SPDX-License-Identifier: Apache-2.0
// Two structs of one name in different namespaces would be stored alike.
// error: two alternatives of this variant are of one kind
#include <string>
#include <variant>

#include "loom/bson/codec_variant.hpp"

namespace old {
struct Card {
  std::string number;
};
}  // namespace old
struct Card {
  std::string token;
};
struct Cash {
  int cents = 0;
};
struct Good {
  std::variant<Card, Cash> payment;
};
struct Bad {
  std::variant<Card, old::Card> payment;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
