// SPDX-License-Identifier: Apache-2.0
// Which of two optionals is empty, a document does not tell.
// error: an optional of an optional cannot be stored
#include <optional>

#include "loom/bson/codec_aggregate.hpp"

struct Good {
  std::optional<int> n;
};
struct Bad {
  std::optional<loom::Nullable<int>> n;
};
void good(loom::bson::Writer& out, const Good& object) { loom::bson::encode(out, object); }
#ifdef LOOM_COMPILE_FAIL
void bad(loom::bson::Writer& out, const Bad& object) { loom::bson::encode(out, object); }
#endif
