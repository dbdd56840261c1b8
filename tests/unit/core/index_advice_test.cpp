// SPDX-License-Identifier: Apache-2.0
// Which index a query needs.

#include "core/index_advice.hpp"

#include <gtest/gtest.h>

namespace loom::core {
namespace {

IndexAdvice advice(std::string_view filter, std::string_view sort = "{}") {
  return index_advice(Document::from_json(filter), Document::from_json(sort), "Order");
}

TEST(IndexAdvice, puts_equality_before_order_before_ranges) {
  const auto given = advice(R"({"$and": [{"total": {"$gt": 5}}, {"state": {"$eq": "paid"}}]})",
                            R"({"placed_at": -1, "total": 1})");
  EXPECT_EQ(given.declaration,
            "loom::index(fld<&Order::state>, fld<&Order::placed_at>.desc(), fld<&Order::total>)");
  EXPECT_EQ(given.fields, (std::vector<std::string>{"state", "placed_at", "total"}));
}

TEST(IndexAdvice, leads_into_nested_structs_and_vectors) {
  EXPECT_EQ(advice(R"({"address.city": {"$eq": "Paris"}})").declaration,
            "loom::index(fld<&Order::address, &…::city>)");
  EXPECT_EQ(advice(R"({"items": {"$elemMatch": {"sku": {"$eq": "A"}}}})").declaration,
            "loom::index(fld<&Order::items, &…::sku>)");
  EXPECT_EQ(advice(R"({"tags": {"$elemMatch": {"$eq": "vip"}}})").declaration,
            "loom::index(fld<&Order::tags>)");
}

TEST(IndexAdvice, gives_each_alternative_its_own_where_nothing_else_must_hold) {
  EXPECT_EQ(advice(R"({"$or": [{"a": {"$eq": 1}}, {"b": {"$gt": 1}}]})", R"({"c": 1})").declaration,
            "loom::index(fld<&Order::a>, fld<&Order::c>), "
            "loom::index(fld<&Order::c>, fld<&Order::b>)");
  EXPECT_EQ(advice(R"({"$and": [{"c": {"$eq": 1}}, {"$or": [{"a": 1}, {"b": 1}]}]})").declaration,
            "loom::index(fld<&Order::c>)");
}

TEST(IndexAdvice, is_nothing_where_no_field_is_named) {
  EXPECT_EQ(advice(R"({"$where": "true"})").declaration, "");
  EXPECT_TRUE(advice("{}").fields.empty());
}

}  // namespace
}  // namespace loom::core
