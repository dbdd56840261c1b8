// SPDX-License-Identifier: Apache-2.0
// A stored null is a value: the second empty one would be refused.
// error: to a unique index all empty loom::Nullable are one value, null: make the member a
// std::optional
#include <optional>
#include <string>

#include "loom/info/index.hpp"

struct Booking {
  std::optional<std::string> code;
  loom::Nullable<std::string> note;
};
using loom::fld;
constexpr auto good = loom::unique(fld<&Booking::code>);
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::unique(fld<&Booking::note>);
#endif
