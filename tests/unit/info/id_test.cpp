// SPDX-License-Identifier: Apache-2.0
// Ids and references: made, compared, hashed, written as text.

#include "loom/info/id.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <unordered_set>

#include "loom/info/error.hpp"

namespace loom {
namespace {

struct Customer;
struct Order;
using Key = Id<Customer>;
const std::string digits = "0123456789abcdef01234567";

TEST(Id, is_not_set_until_it_has_a_key) {
  Key id;
  EXPECT_FALSE(id.is_set());
  EXPECT_TRUE(id.key().is_zero());
  id = Key(ObjectId{});
  EXPECT_TRUE(id.is_set());
  EXPECT_NE(id, Key());
}

TEST(Id, is_read_from_text_and_written_as_text) {
  EXPECT_EQ(Key::from_string(digits).str(), digits);
  EXPECT_THROW(Key::from_string("12"), ValidationError);
  EXPECT_EQ((Id<Customer, Uuid>::from_string("73ffd264-44b3-4c69-90e8-e7d1dfc035d4").str()),
            "73ffd264-44b3-4c69-90e8-e7d1dfc035d4");
  EXPECT_EQ((Id<Customer, std::string>("fr").str()), "fr");
  EXPECT_EQ((Id<Customer, std::int64_t>(-7).str()), "-7");
}

TEST(Id, a_generated_one_is_like_no_other) {
  const auto a = Key::generate(), b = Key::generate();
  EXPECT_TRUE(a.is_set());
  EXPECT_NE(a, b);
  EXPECT_TRUE(core::IdAccess::tracking(a).key_generated);
  EXPECT_FALSE(core::IdAccess::tracking(Key(a.key())).key_generated);
}

TEST(Id, is_equal_by_value_whatever_it_carries) {
  const auto generated = Key::generate();
  EXPECT_EQ(generated, Key(generated.key()));
  EXPECT_EQ(std::hash<Key>{}(generated), std::hash<Key>{}(Key(generated.key())));
  EXPECT_EQ((std::unordered_set<Key>{generated, Key(generated.key()), Key::generate()}.size()), 2U);
}

TEST(Id, has_the_order_of_its_keys) {
  EXPECT_LT((Id<Customer, std::string>("de")), (Id<Customer, std::string>("fr")));
  EXPECT_LT(Key(ObjectId{}), Key::from_string(digits));
}

TEST(Id, a_chosen_key_is_taken_as_it_is_and_an_object_id_is_not_taken_for_granted) {
  static_assert(std::is_convertible_v<const char*, Id<Customer, std::string>>);
  static_assert(std::is_convertible_v<int, Id<Customer, int>>);
  static_assert(!std::is_convertible_v<ObjectId, Key>);
  static_assert(std::is_constructible_v<Key, ObjectId>);
  static_assert(!std::is_constructible_v<Key, std::string>);
  static_assert(!std::is_constructible_v<Key, Id<Order>>);
}

TEST(Id, a_copy_carries_what_was_loaded) {
  auto id = Key::generate();
  const std::uint8_t empty[] = {5, 0, 0, 0, 0};
  core::IdAccess::tracking(id) = {core::Snapshot(bson::View(empty)), core::Standing::stored};
  const auto copy = id;
  id = {};
  EXPECT_EQ(core::IdAccess::tracking(copy).snapshot.bytes().size(), 5U);
  EXPECT_EQ(core::IdAccess::tracking(copy).standing, core::Standing::stored);
  EXPECT_FALSE(core::IdAccess::tracking(id).snapshot);
}

TEST(Ref, is_made_of_an_id_or_of_its_key) {
  const auto id = Key::from_string(digits);
  const Ref<Customer> ref = id;
  EXPECT_TRUE(ref.is_set());
  EXPECT_EQ(ref.key(), id.key());
  EXPECT_EQ(ref.str(), digits);
  EXPECT_EQ(ref, Ref<Customer>(id.key()));
  EXPECT_TRUE(ref == id);
  EXPECT_TRUE(id == ref);
  EXPECT_EQ((Ref<Customer, std::string>("fr").key()), "fr");
}

TEST(Ref, of_an_id_that_is_not_set_is_not_set) {
  const Ref<Customer> ref = Key();
  EXPECT_FALSE(ref.is_set());
  EXPECT_EQ(ref, Ref<Customer>());
  EXPECT_NE(ref, Ref<Customer>(ObjectId{}));
}

TEST(Ref, of_another_model_does_not_fit) {
  static_assert(std::is_convertible_v<Id<Customer>, Ref<Customer>>);
  static_assert(!std::is_constructible_v<Ref<Customer>, Id<Order>>);
  static_assert(!std::is_constructible_v<Ref<Customer>, Ref<Order>>);
  static_assert(!std::is_convertible_v<ObjectId, Ref<Customer>>);
}

TEST(Ref, is_hashed_by_its_key) {
  const auto id = Key::generate();
  EXPECT_EQ((std::unordered_set<Ref<Customer>>{id, id, Key::generate()}.size()), 2U);
}

}  // namespace
}  // namespace loom
