// SPDX-License-Identifier: Apache-2.0
// An empty std::optional is no element, so the map would lose its key.
// error: an empty std::optional has no place in a container
#include <map>
#include <optional>
#include <string>

#include "loom/bson/codec_aggregate.hpp"

struct Good {
  std::map<std::string, loom::Nullable<int>> rates;
};
struct Bad {
  std::map<std::string, std::optional<int>> rates;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
