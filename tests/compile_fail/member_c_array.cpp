// SPDX-License-Identifier: Apache-2.0
// A C array has neither a size of its own nor a copy.
// error: a C array cannot be stored
#include <array>

#include "loom/bson/codec_aggregate.hpp"

struct Good {
  std::array<int, 3> numbers;
};
struct Bad {
  int numbers[3];
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
