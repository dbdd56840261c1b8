// SPDX-License-Identifier: Apache-2.0
// The entries of a map are fields with a path that is made at run time.

#include "loom/info/map_field.hpp"

#include <gtest/gtest.h>

#include "support/order.hpp"
#include "support/query_json.hpp"

namespace loom::test {
namespace {

const auto eur = fld<&Order::rates>.key("EUR");

TEST(MapField, is_asked_as_a_field_of_the_maps_values) {
  EXPECT_EQ(json(eur == 1.1), R"({"rates.EUR":{"$eq":1.1}})");
  EXPECT_EQ(json(eur != 2), R"({"rates.EUR":{"$ne":2.0}})");
  EXPECT_EQ(json(eur < 2 && eur >= 1),
            R"({"$and":[{"rates.EUR":{"$lt":2.0}},{"rates.EUR":{"$gte":1.0}}]})");
  EXPECT_EQ(json(eur.between(1, 2)), R"({"rates.EUR":{"$gte":1.0,"$lt":2.0}})");
  EXPECT_EQ(json(eur.in({1.5, 2.5})), R"({"rates.EUR":{"$in":[1.5,2.5]}})");
  EXPECT_EQ(json(eur.exists()), R"({"rates.EUR":{"$exists":true}})");
  EXPECT_EQ(json(eur.missing()), R"({"rates.EUR":{"$exists":false}})");
  EXPECT_EQ(json(eur == if_set(std::optional<double>())), "{}");
}

TEST(MapField, is_changed_as_a_field_of_the_maps_values) {
  EXPECT_EQ(update_json(fld<&Order::rates>.key("EUR") = 1.5), R"({"$set":{"rates.EUR":1.5}})");
  EXPECT_EQ(update_json(fld<&Order::stock>.key("A1") += 2), R"({"$inc":{"stock.A1":2}})");
  EXPECT_EQ(update_json(fld<&Order::stock>.key("A1") -= 2), R"({"$inc":{"stock.A1":-2}})");
  EXPECT_EQ(update_json(fld<&Order::rates>.key("EUR") *= 2), R"({"$mul":{"rates.EUR":2.0}})");
  EXPECT_EQ(update_json(eur.min(1), fld<&Order::rates>.key("USD").max(2)),
            R"({"$min":{"rates.EUR":1.0},"$max":{"rates.USD":2.0}})");
  EXPECT_EQ(update_json(eur.unset()), R"({"$unset":{"rates.EUR":true}})");
}

TEST(MapField, has_a_key_that_is_no_path_and_no_operator) {
  for (const std::string& key : {std::string(), std::string("a.b"), std::string("$ne"),
                                 std::string("a\0b", 3), std::string("\xff")})
    try {
      (void)fld<&Order::rates>.key(key);
      FAIL() << "accepted " << key;
    } catch (const ValidationError& error) {
      EXPECT_EQ(error.problems().at(0).path, "rates");
      EXPECT_EQ(error.problems().at(0).rule, "key");
    }
  EXPECT_EQ(fld<&Order::rates>.key("a$").path(), "rates.a$");
}

using Entry = Assigned<MapField<Field<&Order::rates>>, double>;
static_assert(is_a_map<Field<&Order::rates>, std::map<std::string, double>>);
static_assert(!is_a_map<Field<&Order::note>, std::string>);
static_assert(terms_change_different_fields<Entry, Entry>);  // their keys are known at run time
static_assert(!terms_change_different_fields<
              Entry, Assigned<Field<&Order::rates>, std::map<std::string, double>>>);
static_assert(terms_change_different_fields<Entry, Assigned<MapField<Field<&Order::stock>>, int>>);
static_assert(can_be_unset<MapField<Field<&Order::rates>>, double>);

}  // namespace
}  // namespace loom::test
