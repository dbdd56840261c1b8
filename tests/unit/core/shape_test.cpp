// SPDX-License-Identifier: Apache-2.0
// What a command asks for, without its values.

#include "core/shape.hpp"

#include <gtest/gtest.h>

#include "loom/bson/document.hpp"

namespace loom::core {
namespace {

std::string shape(std::string_view json) { return shape_of(Document::from_json(json).bytes()); }

TEST(Shape, of_a_filter_has_types_for_values_and_keeps_directions) {
  EXPECT_EQ(shape(R"({"find": "orders", "filter": {"total": {"$gt": 5.5}, "note": "secret"},
                      "sort": {"total": -1}, "limit": 5, "singleBatch": true})"),
            R"({"find": "orders", "filter": {"total": {"$gt": "?double"}, "note": "?string"}, )"
            R"("sort": {"total": -1}, "limit": "?int", "singleBatch": true})");
  EXPECT_EQ(shape(R"({"find": "c", "filter": {"$or": [{"a": {"$exists": false}}, {"b": {"$not":
                      {"$in": [1, 2, "x"]}}}, {"b": {"$not": {"$in": [3, "y"]}}}]}})"),
            R"({"find": "c", "filter": {"$or": [{"a": {"$exists": false}}, )"
            R"({"b": {"$not": {"$in": ["?int", "?string"]}}}]}})");
  EXPECT_EQ(shape(R"({"find": "c", "filter": {"items": {"$elemMatch": {"sku": {"$eq": "A"}}},
                      "tags": {"$all": [{"$elemMatch": {"$eq": "vip"}}]}, "$where": "code"}})"),
            R"({"find": "c", "filter": {"items": {"$elemMatch": {"sku": {"$eq": "?string"}}}, )"
            R"("tags": {"$all": [{"$elemMatch": {"$eq": "?string"}}]}, "$where": "?string"}})");
}

TEST(Shape, takes_no_value_for_structure_whatever_it_looks_like) {
  EXPECT_EQ(shape(R"({"find": "c", "filter": {"a": {"$eq": "$total"}, "b": {"$eq": {"$gt": 3}},
                      "c": {"x": 1}, "d": {"$in": [{"e": "f"}]}}})"),
            R"({"find": "c", "filter": {"a": {"$eq": "?string"}, "b": {"$eq": "?object"}, )"
            R"("c": "?object", "d": {"$in": ["?object"]}}})");
  EXPECT_EQ(shape(R"({"find": "c", "filter": {"$expr": {"$eq": ["$a", {"$literal": "$b"}]}}})"),
            R"({"find": "c", "filter": {"$expr": {"$eq": ["$a", {"$literal": "?string"}]}}})");
}

TEST(Shape, of_a_write_shows_what_is_written_where) {
  EXPECT_EQ(shape(R"({"insert": "c", "documents": [{"_id": 1}, {"_id": 2, "name": "Ada"}]})"),
            R"({"insert": "c", "documents": ["?object"]})");
  EXPECT_EQ(shape(R"({"update": "c", "updates": [{"q": {"_id": 1}, "u": {"$set": {"a.b": "x"},
                      "$push": {"t": {"$each": ["v", "w"]}}}, "multi": true}]})"),
            R"({"update": "c", "updates": [{"q": {"_id": "?int"}, "u": {"$set": {"a.b": )"
            R"("?string"}, "$push": {"t": {"$each": ["?string"]}}}, "multi": true}]})");
  EXPECT_EQ(shape(R"({"findAndModify": "c", "query": {"a": 1}, "update": {"$inc": {"a": 2}}})"),
            R"({"findAndModify": "c", "query": {"a": "?int"}, "update": {"$inc": {"a": "?int"}}})");
}

TEST(Shape, of_a_pipeline_keeps_paths) {
  EXPECT_EQ(shape(R"({"aggregate": "c", "pipeline": [{"$match": {"a": {"$gt": 1}}},
                      {"$group": {"_id": "$city", "n": {"$sum": 1}}},
                      {"$project": {"_id": 0, "tax": {"$multiply": ["$n", {"$literal": 1.2}]}}},
                      {"$lookup": {"from": "d", "foreignField": "_id"}}, {"$limit": 7},
                      {"$count": "n"}]})"),
            R"({"aggregate": "c", "pipeline": [{"$match": {"a": {"$gt": "?int"}}}, )"
            R"({"$group": {"_id": "$city", "n": {"$sum": "?int"}}}, )"
            R"({"$project": {"_id": 0, "tax": {"$multiply": ["$n", {"$literal": "?double"}]}}}, )"
            R"({"$lookup": {"from": "d", "foreignField": "_id"}}, {"$limit": "?int"}, )"
            R"({"$count": "n"}]})");
}

TEST(Shape, of_a_command_that_it_does_not_know_has_no_value_at_all) {
  EXPECT_EQ(shape(R"({"createUser": "bob", "pwd": "hunter2", "roles": ["read", {"db": "x"}]})"),
            R"({"createUser": "?string", "pwd": "?string", "roles": ["?string", )"
            R"({"db": "?string"}]})");
  EXPECT_EQ(shape(R"({"explain": {"find": "c", "filter": {"a": 1}}, "verbosity": "x"})"),
            R"({"explain": {"find": "c", "filter": {"a": "?int"}}, "verbosity": "?string"})");
  EXPECT_EQ(shape(R"({"getMore": {"$numberLong": "7"}, "collection": "c"})"),
            R"({"getMore": "?long", "collection": "c"})");
}

TEST(Shape, is_json_also_where_names_are_strange) {
  const auto text = shape(R"({"find": "c", "filter": {"a\"b\\c\n": 1}})");
  EXPECT_EQ(text, R"({"find": "c", "filter": {"a\"b\\c\u000a": "?int"}})");
  EXPECT_NO_THROW(Document::from_json(text));
}

TEST(Shape, goes_with_the_names_of_command_and_collection) {
  const auto command =
      Document::from_json(R"({"getMore": {"$numberLong": "7"}, "collection": "c"})");
  EXPECT_EQ(command_name(command.bytes()), "getMore");
  EXPECT_EQ(collection_name(command.bytes()), "c");
  EXPECT_EQ(collection_name(Document::from_json(R"({"ping": 1})").bytes()), "");
  EXPECT_EQ(collection_name(Document::from_json(R"({"explain": {"find": "d"}})").bytes()), "d");
}

}  // namespace
}  // namespace loom::core
