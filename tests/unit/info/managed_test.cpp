// SPDX-License-Identifier: Apache-2.0
// Counters, and the times that Loom keeps.

#include "loom/info/managed.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <type_traits>

#include "loom/info/error.hpp"

namespace loom {
namespace {

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

TEST(IntCounter, counts_up_and_down) {
  IntCounter counter;
  counter += 5;
  counter -= 7;
  ++counter;
  EXPECT_EQ(counter.value(), -1);
  EXPECT_EQ((++counter += 3).value(), 3);
  EXPECT_EQ((--counter).value(), 2);
  const std::int64_t plain = counter;
  EXPECT_EQ(plain, 2);
  EXPECT_TRUE(counter == 2 && counter > 1);
}

TEST(IntCounter, begins_where_it_is_told) {
  EXPECT_EQ(IntCounter().value(), 0);
  static_assert(IntCounter::starting_at(7).value() == 7);
}

TEST(IntCounter, refuses_to_count_beyond_64_bits_and_keeps_its_value) {
  auto counter = IntCounter::starting_at(most);
  EXPECT_THROW(++counter, ValidationError);
  EXPECT_THROW(counter += most, ValidationError);
  EXPECT_THROW(counter -= -1, ValidationError);
  EXPECT_THROW(counter -= least, ValidationError);
  EXPECT_EQ(counter.value(), most);
  counter = IntCounter::starting_at(least);
  EXPECT_THROW(--counter, ValidationError);
  EXPECT_THROW(counter += least, ValidationError);
  EXPECT_EQ(counter.value(), least);
  counter += most;
  EXPECT_EQ(counter.value(), -1);
}

TEST(IntCounter, is_made_of_no_number) {
  static_assert(!std::is_convertible_v<int, IntCounter>);
  static_assert(!std::is_constructible_v<IntCounter, std::int64_t>);
}

TEST(ManagedTime, is_read_and_not_set) {
  TimeUpdated updated;
  EXPECT_EQ(updated.time(), Time());
  ManagedTimeAccess::set(updated, Time::from_millis(5));
  const Time time = updated;
  EXPECT_EQ(time, Time::from_millis(5));
  EXPECT_LT(TimeUpdated(), updated);
  static_assert(!std::is_assignable_v<TimeUpdated&, Time>);
  static_assert(!std::is_constructible_v<TimeUpdated, Time>);
  static_assert(!std::is_assignable_v<TimeUpdated&, TimeInserted>);
}

}  // namespace
}  // namespace loom
