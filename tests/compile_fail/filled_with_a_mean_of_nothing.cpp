// SPDX-License-Identifier: Apache-2.0
// A mean of 0 degrees would be a lie about a day on which nobody measured.
// error: a frame without documents has no mean, and no least, greatest, first or last value
#include "ledgers.hpp"

struct Good {
  loom::Time day;
  std::optional<double> mean;
};
struct Bad {
  loom::Time day;
  double mean = 0;
};
template <class Day>
auto means() {
  return Reading::all().group<Day>(
      fld<&Day::day> = loom::frame<loom::DailyFrame>(fld<&Reading::at>, loom::utc),
      fld<&Day::mean> = loom::avg(fld<&Reading::celsius>));
}
auto good(loom::Time from, loom::Time to) { return means<Good>().fill_missing(from, to); }
#ifdef LOOM_COMPILE_FAIL
auto bad(loom::Time from, loom::Time to) { return means<Bad>().fill_missing(from, to); }
#endif
