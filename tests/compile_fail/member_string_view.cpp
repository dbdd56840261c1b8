// SPDX-License-Identifier: Apache-2.0
// A loaded std::string_view would point to nothing.
// error: a std::string_view cannot be stored
#include <string>
#include <string_view>

#include "loom/bson/codec_aggregate.hpp"

struct Good {
  std::string name;
};
struct Bad {
  std::string_view name;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
