// SPDX-License-Identifier: Apache-2.0
// "2026-11-22" begins at another instant in each zone.
// error: a frame depends on its zone: name one, of(
#include "loom/time/frame.hpp"

using namespace std::chrono_literals;
const auto at = loom::parse_time("2026-11-22T10:00:00Z");

auto good() { return loom::DailyFrame::of("2026-11-22", loom::utc); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::DailyFrame::of("2026-11-22"); }
#endif
