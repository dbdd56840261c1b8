// SPDX-License-Identifier: Apache-2.0
// A bare number of seconds, or was it milliseconds?
// error: a ttl has a unit: say .ttl(std::chrono::hours(1)), or another duration
#include "loom/info/index.hpp"

struct Session {
  loom::Time seen_at;
};
constexpr auto good = loom::index(loom::fld<&Session::seen_at>).ttl(std::chrono::seconds(3600));
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::index(loom::fld<&Session::seen_at>).ttl(3600000);
#endif
