// SPDX-License-Identifier: Apache-2.0
// Files of zone data, whatever is in them, and the rules at their end.

#include "time/zone_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace loom::core {
namespace {

std::string bytes_of(const char* name) {
  std::ifstream in(std::filesystem::path("/usr/share/zoneinfo") / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What ZoneTable needs to answer every question.
bool is_sound(const ZoneFile& file) {
  const auto& pieces = file.pieces;
  if (pieces.empty() || pieces.front().begin != earliest_instant ||
      pieces.back().end != latest_instant)
    return false;
  for (std::size_t i = 1; i < pieces.size(); ++i)
    if (pieces[i - 1].end != pieces[i].begin || pieces[i].end <= pieces[i].begin ||
        pieces[i].reached < pieces[i - 1].reached || pieces[i].offset == pieces[i - 1].offset)
      return false;
  for (const auto slice : file.slices)
    if (slice >= pieces.size()) return false;
  return true;
}

TEST(ZoneFile, is_read_within_its_bounds_whatever_is_in_it) {
  const std::string whole = bytes_of("Europe/Dublin");
  ASSERT_TRUE(read_zone_file(whole).has_value());
  EXPECT_TRUE(is_sound(*read_zone_file(whole)));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    // Copied, so that a sanitizer sees a byte read too many.
    const auto file = read_zone_file(std::string(whole.data(), size));
    ASSERT_TRUE(!file || is_sound(*file)) << size;
  }
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 2'000; ++i) {
    std::string damaged = whole;
    const auto place = i % 2 == 0 ? random() % 60 : random() % damaged.size();
    damaged[place] = static_cast<char>(random());
    damaged[damaged.size() - 1 - random() % 30] = "0123456789,./-<>MJ"[random() % 18];
    const auto file = read_zone_file(damaged);
    ASSERT_TRUE(!file || is_sound(*file)) << place;
  }
}

TEST(ZoneFile, of_the_same_zone_without_its_list_goes_by_the_rule) {
  // A file of version 2 without a change of its own.
  std::string bytes;
  for (int block = 0; block < 2; ++block) {
    bytes += std::string("TZif2") + std::string(15 + 4 * 4, '\0') + std::string("\0\0\0\1", 4) +
             std::string("\0\0\0\4", 4) + std::string("\0\0\x0e\x10\0\0", 6) +
             std::string("CET\0", 4);
  }
  const auto fixed = read_zone_file(bytes + "\nCET-1\n");
  ASSERT_TRUE(fixed.has_value());
  EXPECT_EQ(fixed->pieces.size(), 1u);
  EXPECT_EQ(fixed->repeats_from, latest_instant);
  const auto ruled = read_zone_file(bytes + "\nCET-1CEST,M3.5.0,M10.5.0/3\n");
  ASSERT_TRUE(ruled.has_value());
  EXPECT_TRUE(is_sound(*ruled));
  EXPECT_GT(ruled->pieces.size(), 800u);
  // Summer time all year long, as RFC 8536 writes it.
  const auto summer = read_zone_file(bytes + "\nXXX3EDT4,0/0,J365/23\n");
  ASSERT_TRUE(summer.has_value());
  EXPECT_TRUE(is_sound(*summer));
  EXPECT_LE(summer->pieces.size(), 3u);
  EXPECT_FALSE(read_zone_file(bytes + "\nCET-1CEST\n"));
}

TEST(ZoneRule, knows_every_way_to_write_a_day) {
  const auto first_of = [](const char* text, int year) {
    const auto rule = ZoneRule::parse(text);
    return rule ? rule->in_year(year)[0].at : -1;
  };
  constexpr std::int64_t march_2024 = 1'709'251'200;  // its first day
  constexpr std::int64_t march_2026 = 1'772'323'200;
  EXPECT_EQ(first_of("A<X>B", 2024), -1);
  EXPECT_EQ(first_of("XXX0YYY,J60/0,J300", 2024), march_2024);
  EXPECT_EQ(first_of("XXX0YYY,J60/0,J300", 2026), march_2026);
  EXPECT_EQ(first_of("XXX0YYY,60/0,300", 2024), march_2024);
  EXPECT_EQ(first_of("XXX0YYY,60/0,300", 2026), march_2026 + 86'400);
  EXPECT_EQ(first_of("<-03>3<-02>,M3.1.0/-24,M10.5.0", 2026), march_2026 + 3 * 3600 - 86'400);
  EXPECT_EQ(first_of("XXX-0:30:15YYY,M3.1.0/0,M10.5.0", 2026), march_2026 - 1815);
  EXPECT_EQ(ZoneRule::parse("<+0530>-5:30")->standard_offset(), 19'800);
  EXPECT_FALSE(ZoneRule::parse("<+0530>-5:30")->changes());
  for (const char* text : {"", "CET", "C-1", "<CET-1", "CET-99", "CET-1CEST,M13.1.0,M10.5.0",
                           "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0",
                           "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M10.5.0 ", "CET-1CEST,366,1"})
    EXPECT_FALSE(ZoneRule::parse(text)) << text;
}

}  // namespace
}  // namespace loom::core
