// SPDX-License-Identifier: Apache-2.0
// A ttl is counted from a time.
// error: a ttl is counted from a Time: its index has one field, and that is a loom::Time
#include <string>

#include "loom/info/index.hpp"

struct Session {
  loom::Time seen_at;
  std::string when;
};
constexpr auto good = loom::index(loom::fld<&Session::seen_at>).ttl(std::chrono::hours(1));
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::index(loom::fld<&Session::when>).ttl(std::chrono::hours(1));
#endif
