// SPDX-License-Identifier: Apache-2.0
// A secret is never stored, not even by accident.
// error: a loom::Secret is never stored
#include "loom/bson/codec_aggregate.hpp"
#include "loom/secret/secret.hpp"

struct Good {
  std::string name_of_the_secret;
};
struct Bad {
  loom::Secret password;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
