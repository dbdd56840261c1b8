// SPDX-License-Identifier: Apache-2.0
// Calendar dates to text and back, strictly.

#include "loom/time/date.hpp"

#include "loom/info/error.hpp"
#include "time/digits.hpp"

namespace loom {

std::string to_text(std::chrono::year_month_day date) {
  const int year = static_cast<int>(date.year());
  if (!date.ok() || year < 0 || year > 9999)
    throw ValidationError("", "date", "A date is a day that exists, in the years 0 to 9999.");
  std::string text;
  append_digits(text, static_cast<unsigned>(year), 4);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.month()), 2);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.day()), 2);
  return text;
}

std::optional<std::chrono::year_month_day> date_in(std::string_view text) noexcept {
  Scanner in(text);
  const std::chrono::year year(in.number(4));
  in.one_of("-");
  const std::chrono::month month(static_cast<unsigned>(in.number(2)));
  in.one_of("-");
  const std::chrono::day day(static_cast<unsigned>(in.number(2)));
  const std::chrono::year_month_day date(year, month, day);
  if (!in.done() || !date.ok()) return std::nullopt;
  return date;
}

std::chrono::year_month_day parse_date(std::string_view text) {
  if (const auto date = date_in(text)) return *date;
  throw ValidationError("", "date",
                        "A date is written like 2026-11-22, and names a day that exists.");
}

}  // namespace loom
