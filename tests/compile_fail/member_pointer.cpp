// SPDX-License-Identifier: Apache-2.0
// What a pointer points to is not the document's.
// error: a pointer cannot be stored
#include <string>

#include "loom/bson/codec_aggregate.hpp"

struct Good {
  std::string name;
};
struct Bad {
  const char* name;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
