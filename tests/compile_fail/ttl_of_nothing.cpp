// SPDX-License-Identifier: Apache-2.0
// A ttl of no time at all would erase every document at once.
// error: a constant expression
#include "loom/info/index.hpp"

struct Session {
  loom::Time seen_at;
};
constexpr auto good = loom::index(loom::fld<&Session::seen_at>).ttl(std::chrono::seconds(1));
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::index(loom::fld<&Session::seen_at>).ttl(std::chrono::seconds(0));
#endif
