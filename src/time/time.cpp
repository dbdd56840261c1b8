// SPDX-License-Identifier: Apache-2.0
// Instants to text and back, and the clock.

#include "loom/time/time.hpp"

#include <ostream>

#include "loom/info/error.hpp"
#include "time/clock.hpp"
#include "time/date_time_text.hpp"

namespace loom {
namespace {

ValidationError no_time(const char* message) { return ValidationError("", "time", message); }

}  // namespace

void detail::throw_time_out_of_range() {
  throw no_time(
      "The result is out of the range of a Time, 292 million years on both sides of 1970.");
}

std::string Time::str() const { return date_time_text(since_epoch_) + 'Z'; }

std::ostream& operator<<(std::ostream& out, Time time) { return out << time.str(); }

Time parse_time(std::string_view text) {
  DateTimeScan scan = scan_date_time(text);
  const bool is_utc = scan.rest.skip('Z') || scan.rest.skip('z');
  const auto offset = scan_offset(scan.rest);
  if (!scan.rest.done() || !scan.has_seconds || is_utc == offset.has_value())
    throw no_time(
        "A time is written like 2026-11-22T10:00:00Z or 2026-11-22T10:00:00.250+01:00: the "
        "offset from UTC is required.");
  return Time(std::chrono::sys_time<std::chrono::milliseconds>(scan.value("time"))) -
         offset.value_or(std::chrono::seconds(0));
}

constinit StoppedClock stopped_clock;

Time now() {
  if (const auto stopped = stopped_clock.read()) return *stopped;
  return Time::floor(std::chrono::system_clock::now());
}

}  // namespace loom
