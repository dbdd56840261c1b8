// SPDX-License-Identifier: Apache-2.0
// Two fields of one name would stand in the document.
// error: a member is stored under the name of the field that says a variant's kind
#include <string>
#include <variant>

#include "loom/bson/codec_variant.hpp"

struct Card {
  std::string number;
};
struct Cash {
  std::string currency;
};
struct Voucher {
  std::string kind;
};
struct Good {
  std::variant<Card, Cash> payment;
};
struct Bad {
  std::variant<Card, Voucher> payment;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
