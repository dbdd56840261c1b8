// SPDX-License-Identifier: Apache-2.0
// BSON has only doubles.
// error: a member of type long double cannot be stored
#include "loom/bson/codec_aggregate.hpp"

struct Good {
  double x;
};
struct Bad {
  long double x;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
