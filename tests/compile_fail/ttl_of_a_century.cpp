// SPDX-License-Identifier: Apache-2.0
// The server takes a ttl of 32 bits.
// error: a constant expression
#include "loom/info/index.hpp"

struct Session {
  loom::Time seen_at;
};
constexpr auto good = loom::index(loom::fld<&Session::seen_at>).ttl(std::chrono::years(68));
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::index(loom::fld<&Session::seen_at>).ttl(std::chrono::years(100));
#endif
