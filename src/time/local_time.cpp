// SPDX-License-Identifier: Apache-2.0
// Wall-clock times to text and back.

#include "loom/time/local_time.hpp"

#include <ostream>

#include "loom/info/error.hpp"
#include "time/date_time_text.hpp"

namespace loom {

std::string LocalTime::str() const { return date_time_text(since_epoch_); }

std::ostream& operator<<(std::ostream& out, LocalTime time) { return out << time.str(); }

LocalTime local_time(std::string_view text) {
  const DateTimeScan scan = scan_date_time(text);
  if (!scan.rest.done())
    throw ValidationError("", "local_time",
                          "A wall-clock time is written like 2026-07-04T09:30, without an offset; "
                          "one with an offset is an instant: loom::parse_time reads it.");
  return std::chrono::local_time<std::chrono::milliseconds>(scan.value("local_time"));
}

}  // namespace loom
