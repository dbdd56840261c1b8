// SPDX-License-Identifier: Apache-2.0
// The day of an instant is another one in each zone.
// error: a frame depends on its zone
#include "loom/time/frame.hpp"

using namespace std::chrono_literals;
const auto at = loom::parse_time("2026-11-22T10:00:00Z");

auto good() { return loom::DailyFrame::containing(at, loom::utc); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::DailyFrame::containing(at); }
#endif
