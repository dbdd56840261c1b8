// SPDX-License-Identifier: Apache-2.0
// A SortOp is a field and a direction.

#include "loom/info/sort.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <vector>

#include "loom/info/field.hpp"

namespace loom {
namespace {

struct Address {
  std::string city;
};
struct Customer {
  int age = 0;
  Address home;
  TimeInserted created_at;
  static constexpr auto names = loom::names(loom::name(fld<&Customer::created_at>, "createdAt"));
};
struct Order {
  int total = 0;
};

TEST(SortOp, knows_path_and_direction) {
  const SortOp<Customer> youngest = fld<&Customer::age>.asc();
  EXPECT_EQ(youngest.path(), "age");
  EXPECT_EQ(youngest.direction(), 1);
  const SortOp<Customer> latest = fld<&Customer::created_at>.desc();
  EXPECT_EQ(latest.path(), "createdAt");
  EXPECT_EQ(latest.direction(), -1);
  const SortOp<Customer> nested = fld<&Customer::home, &Address::city>.asc();
  EXPECT_EQ(nested.path(), "home.city");
}

TEST(SortOp, is_a_value_that_is_chosen_while_the_program_runs) {
  std::vector<SortOp<Customer>> keys{fld<&Customer::age>.asc()};
  keys.push_back(fld<&Customer::created_at>.desc());
  keys[0] = keys[1];
  EXPECT_EQ(keys[0].path(), "createdAt");
}

TEST(SortOp, belongs_to_its_model) {
  using Key = decltype(fld<&Order::total>.asc());
  static_assert(std::is_convertible_v<Key, SortOp<Order>>);
  static_assert(!std::is_convertible_v<Key, SortOp<Customer>>);
}

}  // namespace
}  // namespace loom
