// SPDX-License-Identifier: Apache-2.0
// MongoDB expires documents by an index over one field only.
// error: a ttl is counted from a Time: its index has one field, and that is a loom::Time
#include "loom/info/index.hpp"

struct Session {
  loom::Time begun_at, seen_at;
};
using loom::fld;
constexpr auto good = loom::index(fld<&Session::begun_at>, fld<&Session::seen_at>.desc());
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = good.ttl(std::chrono::hours(1));
#endif
