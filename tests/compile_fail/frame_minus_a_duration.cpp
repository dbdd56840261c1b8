// SPDX-License-Identifier: Apache-2.0
// 24 hours before a day is not always the day before.
// error: frames have no fixed length, a day may have 23 or 25 hours: say previous()
#include "loom/time/frame.hpp"

using namespace std::chrono_literals;
const auto at = loom::parse_time("2026-11-22T10:00:00Z");
const auto day = loom::DailyFrame::containing(at, loom::utc);
auto good() { return day.previous(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return day - 24h; }
#endif
