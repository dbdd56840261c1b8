// SPDX-License-Identifier: Apache-2.0
// Calendar dates as texts.

#include "loom/time/date.hpp"

#include <gtest/gtest.h>

#include "loom/info/error.hpp"

namespace loom {
namespace {

using namespace std::chrono_literals;
using std::chrono::year_month_day;

TEST(Date, is_read_as_it_was_written_on_every_day_of_ten_thousand_years) {
  std::string before;
  const std::chrono::sys_days last = std::chrono::year(9999) / 12 / 31;
  for (std::chrono::sys_days day = std::chrono::year(0) / 1 / 1; day <= last;
       day += std::chrono::days(1)) {
    const year_month_day date(day);
    const std::string text = to_text(date);
    ASSERT_EQ(text.size(), 10u);
    ASSERT_LT(before, text);
    ASSERT_EQ(date_in(text), date) << text;
    before = text;
  }
  EXPECT_EQ(before, "9999-12-31");
}

TEST(Date, refuses_texts_that_are_no_day) {
  for (const char* text : {"", "2026-11-2", "2026-11-222", "26-11-22", "2026/11/22", "2026-02-30",
                           "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00",
                           " 2026-11-22", "+2026-11-2", "2026-11-22T", "-001-11-22", "20261122"}) {
    EXPECT_FALSE(date_in(text)) << text;
    EXPECT_THROW(parse_date(text), ValidationError) << text;
  }
  EXPECT_EQ(parse_date("2024-02-29"), year_month_day(2024y / 2 / 29));
}

TEST(Date, refuses_to_write_what_it_could_not_read) {
  EXPECT_THROW(to_text(2026y / 2 / 30), ValidationError);
  EXPECT_THROW(to_text(year_month_day{}), ValidationError);
  EXPECT_THROW(to_text(10000y / 1 / 1), ValidationError);
  EXPECT_THROW(to_text(-1y / 1 / 1), ValidationError);
}

}  // namespace
}  // namespace loom
