// SPDX-License-Identifier: Apache-2.0
// Instants: exact arithmetic, and texts that are checked against the C library's calendar.

#include "loom/time/time.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <ctime>
#include <limits>
#include <random>
#include <sstream>
#include <string>
#include <type_traits>
#include <unordered_set>

#include "loom/info/error.hpp"

namespace loom {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
constexpr auto highest = std::numeric_limits<std::int64_t>::max();

static_assert(is_whole_milliseconds<std::chrono::milliseconds>);
static_assert(is_whole_milliseconds<std::chrono::hours> &&
              is_whole_milliseconds<std::chrono::days>);
static_assert(!is_whole_milliseconds<std::chrono::microseconds>);
static_assert(!is_whole_milliseconds<std::chrono::duration<double>>);
static_assert(!is_whole_milliseconds<std::chrono::duration<int, std::ratio<1, 300>>>);
static_assert(!std::is_convertible_v<std::int64_t, Time>);
static_assert(!std::is_constructible_v<Time, std::chrono::local_days>);
static_assert(Time(sys_days{}) + 1s - 1ms == Time::from_millis(999));
static_assert(Time::floor(std::chrono::sys_time<std::chrono::nanoseconds>(-1ns)) ==
              Time::from_millis(-1));

TEST(Time, is_the_epoch_by_default) {
  EXPECT_EQ(Time{}.str(), "1970-01-01T00:00:00Z");
  EXPECT_EQ(Time{}.since_epoch(), 0ms);
}

TEST(Time, adds_and_subtracts_exactly) {
  Time time = sys_days(std::chrono::year(2026) / 11 / 22);
  EXPECT_EQ((time + 10h).str(), "2026-11-22T10:00:00Z");
  EXPECT_EQ((24h + time) - time, 24h);
  time += 250ms;
  time -= 1min;
  EXPECT_EQ(time.str(), "2026-11-21T23:59:00.250Z");
  EXPECT_EQ(Time(time.sys_time()), time);
}

TEST(Time, throws_where_a_result_is_out_of_range) {
  const auto last = Time::from_millis(highest);
  const auto first = Time::from_millis(lowest);
  EXPECT_THROW(last + 1ms, ValidationError);
  EXPECT_THROW(first - 1ms, ValidationError);
  EXPECT_THROW(last - first, ValidationError);
  EXPECT_THROW(Time{} - Time::from_millis(lowest), ValidationError);
  EXPECT_THROW(Time{} + std::chrono::hours(highest), ValidationError);
  EXPECT_THROW(Time(std::chrono::sys_time<std::chrono::hours>(std::chrono::hours(lowest))),
               ValidationError);
  EXPECT_EQ(last - 1ms + 1ms, last);
  EXPECT_EQ((first + std::chrono::milliseconds(highest)).since_epoch(), -1ms);
}

TEST(Time, is_floored_by_name_before_and_after_1970) {
  using Fine = std::chrono::sys_time<std::chrono::microseconds>;
  EXPECT_EQ(Time::floor(Fine(1999us)).since_epoch(), 1ms);
  EXPECT_EQ(Time::floor(Fine(-1us)).since_epoch(), -1ms);
  EXPECT_EQ(Time::floor(sys_days{} + 1h).since_epoch(), 1h);
}

TEST(Time, is_written_with_milliseconds_only_where_there_are_any) {
  EXPECT_EQ(parse_time("2026-11-22T10:00:00Z").str(), "2026-11-22T10:00:00Z");
  EXPECT_EQ(parse_time("2026-11-22T10:00:00.25Z").str(), "2026-11-22T10:00:00.250Z");
  EXPECT_EQ(Time::from_millis(-1).str(), "1969-12-31T23:59:59.999Z");
  std::ostringstream out;
  out << Time::from_millis(5);
  EXPECT_EQ(out.str(), "1970-01-01T00:00:00.005Z");
}

TEST(Time, is_written_in_the_expanded_form_where_four_digits_do_not_suffice) {
  const auto last = parse_time("9999-12-31T23:59:59.999Z");
  EXPECT_EQ((last + 1ms).str(), "+010000-01-01T00:00:00Z");
  const auto first = parse_time("0000-01-01T00:00:00Z");
  EXPECT_EQ((first - 1ms).str(), "-000001-12-31T23:59:59.999Z");
  EXPECT_EQ(Time::from_millis(highest).str(), "+292278994-08-17T07:12:55.807Z");
  EXPECT_EQ(Time::from_millis(lowest).str(), "-292275055-05-16T16:47:04.192Z");
}

/// The text as the C library's calendar has it.
std::string by_the_c_library(std::int64_t millis) {
  std::int64_t seconds = millis / 1000;
  std::int64_t rest = millis % 1000;
  if (rest < 0) {
    rest += 1000;
    --seconds;
  }
  const std::time_t when = seconds;
  std::tm day{};
  gmtime_r(&when, &day);
  const std::int64_t year = std::int64_t{day.tm_year} + 1900;
  char text[80];
  std::snprintf(text, sizeof text, year < 0 || year > 9999 ? "%+07ld" : "%04ld",
                static_cast<long>(year));
  std::string all = text;
  std::snprintf(text, sizeof text, "-%02d-%02dT%02d:%02d:%02d", day.tm_mon + 1, day.tm_mday,
                day.tm_hour, day.tm_min, day.tm_sec);
  all += text;
  if (rest != 0) {
    std::snprintf(text, sizeof text, ".%03d", static_cast<int>(rest));
    all += text;
  }
  return all + "Z";
}

TEST(Time, is_read_as_it_was_written) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> four_digits(
      parse_time("0000-01-01T00:00:00Z").since_epoch().count(),
      parse_time("9999-12-31T23:59:59.999Z").since_epoch().count());
  std::uniform_int_distribution<std::int64_t> any(lowest, highest);
  for (int round = 0; round < 100'000; ++round) {
    const auto time = Time::from_millis(four_digits(random));
    ASSERT_EQ(parse_time(time.str()), time) << time.str();
    ASSERT_EQ(time.str(), by_the_c_library(time.since_epoch().count()));
    const auto far = any(random);
    ASSERT_EQ(Time::from_millis(far).str(), by_the_c_library(far));
  }
}

TEST(ParseTime, reads_offsets_and_fractions) {
  const auto at = parse_time("2026-11-22T10:00:00Z");
  EXPECT_EQ(parse_time("2026-11-22t10:00:00z"), at);
  EXPECT_EQ(parse_time("2026-11-22T11:30:00+01:30"), at);
  EXPECT_EQ(parse_time("2026-11-21T22:15:00-11:45"), at);
  EXPECT_EQ(parse_time("2026-11-22T10:00:00-00:00"), at);
  EXPECT_EQ(parse_time("2026-11-22T10:00:00.0000000000Z"), at);
  EXPECT_EQ(parse_time("2026-11-22T10:00:00.1Z"), at + 100ms);
  EXPECT_EQ(parse_time("2026-11-22T10:00:00.123000Z"), at + 123ms);
  EXPECT_EQ(parse_time("2024-02-29T00:00:00Z"), Time(sys_days(std::chrono::year(2024) / 2 / 29)));
  EXPECT_EQ(parse_time("0000-01-01T00:00:00+23:59").str(), "-000001-12-31T00:01:00Z");
}

TEST(ParseTime, refuses_what_names_no_instant) {
  for (const char* text : {"",
                           "2026-11-22",
                           "2026-11-22T10:00:00",
                           "2026-11-22T10:00Z",
                           "2026-11-22 10:00:00Z",
                           "2026-11-22T10:00:00.Z",
                           "2026-11-22T10:00:00,5Z",
                           "2026-11-22T10:00:00+0100",
                           "2026-11-22T10:00:00+1:00",
                           "2026-11-22T10:00:00Z ",
                           " 2026-11-22T10:00:00Z",
                           "2026-11-22T10:00:00ZZ",
                           "2026-02-30T10:00:00Z",
                           "2023-02-29T10:00:00Z",
                           "2026-13-01T10:00:00Z",
                           "2026-00-01T10:00:00Z",
                           "2026-11-22T24:00:00Z",
                           "2026-11-22T10:60:00Z",
                           "2016-12-31T23:59:60Z",
                           "2026-11-22T10:00:61Z",
                           "2026-11-22T10:00:00+24:00",
                           "2026-11-22T10:00:00+01:60",
                           "2026-11-22T10:00:00.1234Z",
                           "2026-11-22T10:00:00.0000001Z",
                           "+02026-11-22T10:00:00Z",
                           "26-11-22T10:00:00Z",
                           "2026-1-22T10:00:00Z",
                           "2026-11-22T-1:00:00Z",
                           "20261122T100000Z",
                           "now"}) {
    try {
      parse_time(text);
      ADD_FAILURE() << "accepted: " << text;
    } catch (const ValidationError& error) {
      EXPECT_EQ(error.problems().at(0).rule, "time");
      EXPECT_EQ(error.problems().at(0).path, "");
    }
  }
}

TEST(ParseTime, says_what_is_expected) {
  const auto message = [](const char* text) {
    try {
      parse_time(text);
    } catch (const ValidationError& error) {
      return error.problems().at(0).message;
    }
    return std::string();
  };
  EXPECT_NE(message("2026-11-22T10:00:00").find("offset from UTC is required"), std::string::npos);
  EXPECT_NE(message("2016-12-31T23:59:60Z").find("leap second"), std::string::npos);
  EXPECT_NE(message("2026-11-22T10:00:00.1234Z").find("milliseconds"), std::string::npos);
}

TEST(Time, can_be_a_key) {
  const std::unordered_set<Time> times{Time{}, Time::from_millis(1), Time{}};
  EXPECT_EQ(times.size(), 2u);
  EXPECT_LT(Time::from_millis(-1), Time{});
}

TEST(Now, is_the_systems_time) {
  const auto before = Time::floor(std::chrono::system_clock::now());
  const auto at = now();
  EXPECT_LE(before, at);
  EXPECT_LE(at, Time::floor(std::chrono::system_clock::now()));
}

}  // namespace
}  // namespace loom
