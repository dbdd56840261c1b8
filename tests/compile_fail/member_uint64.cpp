// SPDX-License-Identifier: Apache-2.0
// BSON has no unsigned integer of 64 bits.
// error: a member of type uint64_t cannot be stored
#include <cstdint>

#include "loom/bson/codec_aggregate.hpp"

struct Good {
  std::int64_t n;
};
struct Bad {
  std::uint64_t n;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
