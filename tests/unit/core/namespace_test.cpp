// SPDX-License-Identifier: Apache-2.0
// Which database a declared name means.

#include "core/namespace.hpp"

#include <gtest/gtest.h>

#include "loom/core/command.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

TEST(DatabaseName, is_the_declared_one) { EXPECT_EQ(database_name("shop"), "shop"); }

TEST(DatabaseName, begins_with_the_prefix_while_one_is_set) {
  map_databases("tmp_");
  EXPECT_EQ(database_name("shop"), "tmp_shop");
  EXPECT_EQ(database_name("admin"), "admin");
  unmap_databases();
  EXPECT_EQ(database_name("shop"), "shop");
}

TEST(DatabaseName, that_the_server_would_not_take_is_a_schema_error) {
  EXPECT_EQ(database_name(std::string(63, 'x')).size(), 63u);
  EXPECT_THROW(database_name(std::string(64, 'x')), SchemaError);
  EXPECT_THROW(database_name(""), SchemaError);
  EXPECT_THROW(database_name(std::string_view("a\0b", 3)), SchemaError);
  map_databases("tmp_");
  EXPECT_THROW(database_name(std::string(60, 'x')), SchemaError);
  unmap_databases();
}

TEST(Epoch, changes_with_every_new_meaning_of_names) {
  const auto before = epoch();
  map_databases("tmp_");
  const auto mapped = epoch();
  unmap_databases();
  EXPECT_NE(before, mapped);
  EXPECT_NE(mapped, epoch());
  EXPECT_NE(before, epoch());
}

}  // namespace
}  // namespace loom::core
