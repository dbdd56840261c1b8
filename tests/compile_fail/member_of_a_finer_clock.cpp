// SPDX-License-Identifier: Apache-2.0
// BSON keeps milliseconds, and the system's clock nanoseconds.
// error: a system_clock::time_point cannot be stored
#include <chrono>

#include "loom/bson/codec_aggregate.hpp"

struct Good {
  loom::Time at;
};
struct Bad {
  std::chrono::system_clock::time_point at;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
