// SPDX-License-Identifier: Apache-2.0
// A name that stands in the program is known when it is compiled.
// error: is not a constant expression
#include <string>

#include "loom/time/frame.hpp"

auto good() { return loom::MonthlyFrame::of("2026-12", loom::utc); }
auto known_later(const std::string& name) { return loom::MonthlyFrame::of(name, loom::utc); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::MonthlyFrame::of("2026-13", loom::utc); }
#endif
