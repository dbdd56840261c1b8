// SPDX-License-Identifier: Apache-2.0
// The values of an unscoped enum convert to numbers, so a filter would compare them.
// error: an unscoped enum cannot be stored
#include "loom/bson/codec_aggregate.hpp"

enum class State { draft, paid };
enum OldState { old_draft, old_paid };
struct Good {
  State state;
};
struct Bad {
  OldState state;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
