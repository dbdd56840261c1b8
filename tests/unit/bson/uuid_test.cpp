// SPDX-License-Identifier: Apache-2.0
// UUIDs: their text, their version, and that no two are equal.

#include "loom/bson/uuid.hpp"

#include <gtest/gtest.h>

#include <unordered_set>

#include "loom/info/error.hpp"

namespace loom {
namespace {

constexpr auto text = "73ffd264-44b3-4c69-90e8-e7d1dfc035d4";

TEST(Uuid, reads_its_own_text) {
  EXPECT_EQ(Uuid::from_string(text).str(), text);
  EXPECT_EQ(Uuid::from_string("73FFD264-44B3-4C69-90E8-E7D1DFC035D4").str(), text);
  EXPECT_EQ(Uuid::from_string(text).bytes()[0], 0x73);
  EXPECT_EQ(Uuid::from_string(text).bytes()[15], 0xD4);
}

TEST(Uuid, refuses_other_texts) {
  for (const char* other :
       {"", "73ffd264-44b3-4c69-90e8-e7d1dfc035d", "73ffd264-44b3-4c69-90e8-e7d1dfc035d44",
        "73ffd26444b34c6990e8e7d1dfc035d4", "{73ffd264-44b3-4c69-90e8-e7d1dfc035d4}",
        "73ff-d26444b-34c6-990e8e-7d1dfc035d4", "----d264-44b3-4--9-90e8-e7d1dfc0----",
        "73ffd264-44b3-4c69-90e8-e7d1dfc035dg"})
    EXPECT_THROW(Uuid::from_string(other), ValidationError) << other;
}

TEST(Uuid, generates_random_ones_of_version_4) {
  std::unordered_set<Uuid> all;
  for (int i = 0; i < 10'000; ++i) {
    const auto id = Uuid::generate();
    ASSERT_EQ(id.str()[14], '4');
    ASSERT_NE(std::string("89ab").find(id.str()[19]), std::string::npos);
    all.insert(id);
  }
  EXPECT_EQ(all.size(), 10'000u);
}

TEST(Uuid, is_zero_by_default) {
  EXPECT_TRUE(Uuid{}.is_zero());
  EXPECT_EQ(Uuid{}.str(), "00000000-0000-0000-0000-000000000000");
  EXPECT_LT(Uuid{}, Uuid::from_string(text));
}

}  // namespace
}  // namespace loom
