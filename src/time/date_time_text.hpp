#pragma once
// SPDX-License-Identifier: Apache-2.0
// What the texts of instants and of wall-clock times share: "2026-11-22T10:00:00.250", and offsets
// from UTC, "+01:00".

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "time/digits.hpp"

namespace loom {

/// "2026-11-22T10:00:00.250"; the milliseconds only where there are any. Years that four digits
/// cannot write have a sign and at least six.
std::string date_time_text(std::chrono::milliseconds since_epoch);

/// "+01:00", and "-00:25:21" where it has seconds.
std::string offset_text(std::chrono::seconds offset);

/// A date and a time of day as they were written. Whether such a time exists, `value` tells.
struct DateTimeScan {
  Scanner rest;  ///< behind it; failed where it was not written as it should be
  std::optional<std::chrono::year_month_day> date;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millis = 0;
  bool has_seconds = false;
  bool finer = false;  ///< than milliseconds

  /// Milliseconds since 1970.
  ///
  /// Throws: ValidationError of this rule: no such day or time, a leap second, finer digits.
  std::chrono::milliseconds value(const char* rule) const;
};

/// Takes a date and a time of day from the front of a text.
DateTimeScan scan_date_time(std::string_view text);

/// Takes an offset from the front, "+01:00" or "-00:25:21"; nothing where no sign is next.
std::optional<std::chrono::seconds> scan_offset(Scanner& in);

}  // namespace loom
