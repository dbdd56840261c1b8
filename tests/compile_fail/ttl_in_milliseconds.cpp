// SPDX-License-Identifier: Apache-2.0
// MongoDB counts a ttl in seconds; a part of one would be lost.
// error: a ttl is a whole number of seconds or of a longer unit
#include "loom/info/index.hpp"

struct Session {
  loom::Time seen_at;
};
constexpr auto good = loom::index(loom::fld<&Session::seen_at>).ttl(std::chrono::days(30));
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::index(loom::fld<&Session::seen_at>).ttl(std::chrono::milliseconds(1500));
#endif
