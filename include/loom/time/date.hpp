#pragma once
// SPDX-License-Identifier: Apache-2.0
// The text of a calendar date, "2026-11-22": how a `year_month_day` is stored.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace loom {

/// The text of a date: "2026-11-22". The order of texts is the order of dates.
///
/// Throws: ValidationError, rule "date": no such day (February 30), or a year outside 0 to 9999.
std::string to_text(std::chrono::year_month_day date);

/// The date that `text` names, or nothing where it is not exactly "YYYY-MM-DD" of a day that
/// exists.
std::optional<std::chrono::year_month_day> date_in(std::string_view text) noexcept;

/// Reads a date, "2026-11-22".
///
/// Throws: ValidationError, rule "date".
std::chrono::year_month_day parse_date(std::string_view text);

}  // namespace loom
