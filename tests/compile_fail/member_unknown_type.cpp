// SPDX-License-Identifier: Apache-2.0
// A type that Loom does not know needs a codec of its own.
// error: Loom cannot store a member of this type
#include <set>
#include <vector>

#include "loom/bson/codec_aggregate.hpp"

struct Good {
  std::vector<int> numbers;
};
struct Bad {
  std::set<int> numbers;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
