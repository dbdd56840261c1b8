// SPDX-License-Identifier: Apache-2.0
// The names of BSON's types.

#include "loom/bson/view.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace loom::bson {
namespace {

TEST(TypeName, is_what_the_manual_says) {
  EXPECT_EQ(name_of(Type::object_id), "objectId");
  EXPECT_EQ(name_of(Type::int64), "long");
  EXPECT_EQ(name_of(Type::document), "object");
}

TEST(TypeName, differs_for_each_of_the_21_types) {
  std::set<std::string_view> names;
  for (int byte = 0; byte < 256; ++byte) names.insert(name_of(static_cast<Type>(byte)));
  EXPECT_EQ(names.size(), 21u + 1u);
}

}  // namespace
}  // namespace loom::bson
