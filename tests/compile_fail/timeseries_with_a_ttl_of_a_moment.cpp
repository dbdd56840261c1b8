// SPDX-License-Identifier: Apache-2.0
// A ttl below a second would erase what was just measured.
// error: a ttl is a whole number of seconds
#include "ledgers.hpp"

constexpr auto good = loom::declare_timeseries(fld<&Reading::at>).ttl(std::chrono::seconds(1));
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad =
    loom::declare_timeseries(fld<&Reading::at>).ttl(std::chrono::milliseconds(500));
#endif
