// SPDX-License-Identifier: Apache-2.0
// Between two texts there is no gap.
// error: fill_missing fills time frames: assign loom::frame<…>(field, zone) to one member
#include "ledgers.hpp"

struct Day {
  loom::Time day;
  std::int64_t readings = 0;
};
auto grouped(const auto& day) {
  return Reading::all().group<Day>(fld<&Day::day> = day, fld<&Day::readings> = loom::count());
}
auto good(loom::Time from, loom::Time to) {
  return grouped(loom::frame<loom::DailyFrame>(fld<&Reading::at>, loom::utc))
      .fill_missing(from, to);
}
#ifdef LOOM_COMPILE_FAIL
auto bad(loom::Time from, loom::Time to) {
  return grouped(fld<&Reading::at>).fill_missing(from, to);
}
#endif
