// SPDX-License-Identifier: Apache-2.0
// A month has no whole number of weeks.
// error: a frame splits into smaller ones whose borders are its own
#include "loom/time/frame.hpp"

using namespace std::chrono_literals;
const auto at = loom::parse_time("2026-11-22T10:00:00Z");
const auto month = loom::MonthlyFrame::containing(at, loom::utc);
auto good() { return month.split<loom::DailyFrame>(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return month.split<loom::WeeklyFrame>(); }
#endif
