// SPDX-License-Identifier: Apache-2.0
// Members are counted by making each of them without a value.
// error: the members of this struct cannot be counted
#include "loom/bson/codec_aggregate.hpp"

struct Needy {
  explicit Needy(int);
};
struct Good {
  int n;
};
struct Bad {
  Needy needy;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
