// SPDX-License-Identifier: Apache-2.0
// Zones, and wall-clock times in them.

#include "loom/time/zone.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <regex>
#include <set>
#include <sstream>
#include <thread>

#include "loom/info/error.hpp"
#include "loom/time/zone_data.hpp"
#include "support/date_oracle.hpp"

namespace loom {
namespace {

using namespace std::chrono_literals;

template <class E, class F>
std::string message(F action) {
  try {
    action();
  } catch (const E& error) {
    return error.what();
  }
  return "nothing was thrown";
}

TEST(Zone, is_a_value_with_the_name_it_was_asked_by) {
  const Zone paris = zone("Europe/Paris");
  EXPECT_EQ(paris.name(), "Europe/Paris");
  EXPECT_EQ(paris, zone("Europe/Paris"));
  EXPECT_NE(zone("US/Eastern"), zone("America/New_York"));
  EXPECT_EQ(zone("UTC"), utc);
  EXPECT_LT(paris, utc);
  std::ostringstream out;
  out << paris << ' ' << utc;
  EXPECT_EQ(out.str(), "Europe/Paris UTC");
  EXPECT_EQ(std::set<Zone>({paris, utc, paris}).size(), 2u);
  EXPECT_EQ(std::hash<Zone>{}(paris), std::hash<Zone>{}(zone("Europe/Paris")));
}

TEST(Zone, suggests_the_names_that_are_most_like_an_unknown_one) {
  const auto said = [](std::string name) { return message<TimeZoneError>([&] { zone(name); }); };
  EXPECT_EQ(said("Europe/Pariss"),
            "There is no time zone \"Europe/Pariss\"; did you mean \"Europe/Paris\"?");
  EXPECT_NE(said("paris").find("\"Europe/Paris\""), std::string::npos);
  EXPECT_NE(said("America/New York").find("\"America/New_York\""), std::string::npos);
  EXPECT_EQ(said("Middle-earth"),
            "There is no time zone \"Middle-earth\": names are like \"Europe/Paris\".");
}

TEST(Zone, is_never_a_file_that_is_no_zone) {
  for (const char* name : {"", "/", "Europe", "Europe/", "/usr/share/zoneinfo/Europe/Paris",
                           "../zoneinfo/UTC", "Europe/../Europe/Paris", "posixrules", "localtime",
                           "tzdata.zi", "right/Europe/Paris", "Europe//Paris", "Europe/Paris\n"})
    EXPECT_THROW(zone(name), TimeZoneError) << name;
  EXPECT_THROW(zone(std::string_view("Europe/Paris\0", 13)), TimeZoneError);
}

// Sets TZDIR for as long as it lives.
class OtherZoneFolder {
 public:
  explicit OtherZoneFolder(const std::filesystem::path& folder) {
    ::setenv("TZDIR", folder.c_str(), 1);
  }
  ~OtherZoneFolder() { ::unsetenv("TZDIR"); }
};

TEST(Zone, is_read_where_TZDIR_says) {
  const auto folder =
      std::filesystem::path(::testing::TempDir()) / ("zones" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder / "Test");
  std::filesystem::copy_file("/usr/share/zoneinfo/Asia/Kathmandu", folder / "Test/Copy");
  std::ofstream(folder / "Test/Text") << "no zone data";
  {
    const OtherZoneFolder other(folder);
    EXPECT_EQ(zone("Test/Copy").offset_at(parse_time("2026-01-01T00:00:00Z")), 5h + 45min);
    EXPECT_THROW(zone("Test/Missing"), TimeZoneError);
    EXPECT_NE(message<TimeZoneError>([] { zone("Test/Text"); }).find("damaged"), std::string::npos);
  }
  {
    const OtherZoneFolder missing(folder / "nowhere");
    EXPECT_NE(message<TimeZoneError>([] { zone("Test/Missing"); }).find("TZDIR"),
              std::string::npos);
    EXPECT_EQ(zone("UTC"), utc);
  }
  std::filesystem::remove_all(folder);
}

TEST(ZoneData, is_that_of_the_system_or_of_TZDIR) {
  EXPECT_EQ(zone_data().folder, "/usr/share/zoneinfo");
  EXPECT_TRUE(std::regex_match(zone_data().version, std::regex("20[0-9]{2}[a-z]")));

  const auto folder =
      std::filesystem::path(::testing::TempDir()) / ("zone_data" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  {
    const OtherZoneFolder other(folder);
    EXPECT_EQ(zone_data().folder, folder);
    EXPECT_EQ(zone_data().version, "");
    std::ofstream(folder / "+VERSION") << "2024a\n";
    EXPECT_EQ(zone_data().version, "2024a");
  }
  std::filesystem::remove_all(folder);
  const OtherZoneFolder missing(folder);
  EXPECT_NE(message<TimeZoneError>([] { zone_data(); }).find("TZDIR"), std::string::npos);
}

TEST(Zone, has_the_offsets_that_another_library_reads) {
  std::size_t periods = 0;
  for (const auto& known : date::get_tzdb().zones) {
    if (known.name()[0] >= 'a') continue;
    const Zone here = zone(known.name());
    for (const auto& period : test::offset_periods(known)) {
      if (period.begin > 2'114'380'800'000) break;  // From 2037 on that library knows no rule.
      for (const auto at :
           {period.begin, std::min<test::Millis>(period.end, 2'114'380'800'000) - 1})
        ASSERT_EQ(std::chrono::milliseconds(here.offset_at(Time::from_millis(at))).count(),
                  period.offset)
            << known.name() << " at " << Time::from_millis(at);
      ++periods;
    }
  }
  EXPECT_GT(periods, 10'000u);
}

TEST(Zone, goes_on_by_its_rule_for_ever) {
  const auto shows = [](const char* name, const char* time) {
    return to_text(parse_time(time), zone(name));
  };
  for (const std::string year : {"2038", "2100", "2437", "2440", "2441", "2839", "9999"}) {
    EXPECT_EQ(shows("Europe/Paris", (year + "-07-01T00:00:00Z").c_str()),
              year + "-07-01T02:00:00+02:00");
    EXPECT_EQ(shows("Australia/Lord_Howe", (year + "-07-01T00:00:00Z").c_str()),
              year + "-07-01T10:30:00+10:30");
    EXPECT_EQ(shows("Europe/Dublin", (year + "-01-05T00:00:00Z").c_str()),
              year + "-01-05T00:00:00+00:00");
  }
  // The last Sunday of March of 2445 and of 2845.
  EXPECT_EQ(shows("Europe/Paris", "2445-03-26T00:59:59.999Z"), "2445-03-26T01:59:59.999+01:00");
  EXPECT_EQ(shows("Europe/Paris", "2445-03-26T01:00:00Z"), "2445-03-26T03:00:00+02:00");
  EXPECT_EQ(shows("Europe/Paris", "2845-03-26T01:00:00Z"), "2845-03-26T03:00:00+02:00");
  const Zone paris = zone("Europe/Paris");
  for (const auto since_epoch : {INT64_MIN, INT64_MIN + 1, INT64_MAX - 1, INT64_MAX})
    EXPECT_GE(paris.offset_at(Time::from_millis(since_epoch)), 9min);
  EXPECT_THROW(paris.to_local(Time::from_millis(INT64_MAX)), ValidationError);
  EXPECT_EQ(utc.offset_at(Time::from_millis(INT64_MAX)), 0s);
}

TEST(Zone, makes_an_instant_of_a_wall_clock_time) {
  const Zone paris = zone("Europe/Paris");
  EXPECT_EQ(paris.to_time(local_time("2026-07-04T09:30")), parse_time("2026-07-04T07:30:00Z"));
  EXPECT_EQ(paris.to_local(parse_time("2026-07-04T07:30:00.250Z")),
            local_time("2026-07-04T09:30:00.250"));
  EXPECT_EQ(utc.to_time(local_time("0001-01-01T00:00")), parse_time("0001-01-01T00:00:00Z"));
  EXPECT_EQ(to_text(paris.to_time(local_time("1900-01-01T00:00")), paris),
            "1900-01-01T00:00:00+00:09:21");
  EXPECT_EQ(parse_time("1900-01-01T00:00:00+00:09:21"),
            paris.to_time(local_time("1900-01-01T00:00")));
}

TEST(Zone, wants_a_word_for_a_wall_clock_time_that_is_not_one_instant) {
  const Zone paris = zone("Europe/Paris");
  const auto skipped = local_time("2026-03-29T02:30");
  EXPECT_EQ(message<TimeZoneError>([&] { paris.to_time(skipped); }),
            "The clocks of \"Europe/Paris\" never show this time, they skip it at "
            "2026-03-29T01:00:00Z: say which is meant, loom::Choose::earliest or "
            "loom::Choose::latest.");
  for (const Choose choose : {Choose::earliest, Choose::latest})
    EXPECT_EQ(paris.to_time(skipped, choose), parse_time("2026-03-29T01:00:00Z"));
  const auto twice = local_time("2026-10-25T02:30");
  EXPECT_EQ(message<TimeZoneError>([&] { paris.to_time(twice); }),
            "The clocks of \"Europe/Paris\" show this time twice, at 2026-10-25T00:30:00Z and at "
            "2026-10-25T01:30:00Z: say which is meant, loom::Choose::earliest or "
            "loom::Choose::latest.");
  EXPECT_EQ(paris.to_time(twice, Choose::earliest), parse_time("2026-10-25T00:30:00Z"));
  EXPECT_EQ(paris.to_time(twice, Choose::latest), parse_time("2026-10-25T01:30:00Z"));
}

TEST(Zone, gives_back_every_instant_that_it_showed) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> anywhere(-4'000'000'000'000, 50'000'000'000'000);
  for (const char* name : {"Europe/Paris", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Gaza"}) {
    const Zone here = zone(name);
    for (int i = 0; i < 5'000; ++i) {
      const auto time = Time::from_millis(anywhere(random));
      const auto local = here.to_local(time);
      const Time first = here.to_time(local, Choose::earliest);
      const Time last = here.to_time(local, Choose::latest);
      ASSERT_TRUE(first == time || last == time) << name << ' ' << time;
      ASSERT_EQ(parse_time(to_text(time, here)), time);
      if (first == last) {
        ASSERT_EQ(here.to_time(local), time);
      }
    }
  }
}

TEST(Zone, may_be_asked_for_by_many_threads_at_once) {
  // date makes its list at the first call, by locks that the thread sanitizer does not see.
  const auto& known = date::get_tzdb().zones;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&known] {
      for (const auto& one : known)
        if (one.name()[0] == 'P') {
          EXPECT_EQ(zone(one.name()).name(), one.name());
        }
    });
  for (auto& thread : threads) thread.join();
}

TEST(LocalTime, reads_its_own_text_and_no_instants) {
  EXPECT_EQ(local_time("2026-07-04T09:30").str(), "2026-07-04T09:30:00");
  EXPECT_EQ(local_time("2026-07-04T09:30:15.250").str(), "2026-07-04T09:30:15.250");
  std::ostringstream out;
  out << local_time("0000-01-01T00:00");
  EXPECT_EQ(out.str(), "0000-01-01T00:00:00");
  using namespace std::chrono;
  EXPECT_EQ(LocalTime(local_days(2026y / 7 / 4) + 9h + 30min), local_time("2026-07-04T09:30"));
  for (const char* text :
       {"", "2026-07-04", "2026-07-04T09", "2026-07-04T09:30Z", "2026-07-04T09:30+01:00",
        "2026-07-04T24:00", "2026-07-04T09:60", "2026-02-30T09:30", "2026-07-04T09:30:60",
        "2026-07-04T09:30:00.0001", "2026-07-04 09:30", "2026-07-04T09:30:"})
    EXPECT_THROW(local_time(text), ValidationError) << text;
  EXPECT_NE(message<ValidationError>([] { local_time("2026-07-04T09:30Z"); }).find("parse_time"),
            std::string::npos);
}

static_assert(!std::is_convertible_v<LocalTime, Time>);
static_assert(!std::is_constructible_v<Time, LocalTime>);
static_assert(
    !std::is_convertible_v<std::chrono::local_time<std::chrono::microseconds>, LocalTime>);
static_assert(!std::is_default_constructible_v<Zone>);

}  // namespace
}  // namespace loom
