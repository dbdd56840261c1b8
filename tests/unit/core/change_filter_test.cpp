// SPDX-License-Identifier: Apache-2.0
// A filter of documents becomes one of the events that hold them.

#include "core/change_filter.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "loom/info/error.hpp"

namespace loom::core {
namespace {

using json = nlohmann::json;

json rewritten(const std::string& filter, bool images = false) {
  return json::parse(
      change_filter(Document::from_json(filter), images, "watch shop.orders").to_relaxed_json());
}

/// What is asked of the document after an insert, an update or a replacement.
json asked(const std::string& filter) { return rewritten(filter)["$or"][0]["$or"][1]; }

TEST(ChangeFilter, without_terms_lets_every_change_through) {
  EXPECT_EQ(rewritten("{}"), json::parse(R"({"operationType": {"$in":
      ["insert", "update", "replace", "delete", "invalidate"]}})"));
}

TEST(ChangeFilter, speaks_of_the_document_after_the_change) {
  EXPECT_EQ(asked(R"({"total": {"$gt": 3}})"),
            json::parse(R"({"fullDocument.total": {"$gt": 3}})"));
  EXPECT_EQ(asked(R"({"items": {"$elemMatch": {"sku": {"$eq": "A"}}}})"),
            json::parse(R"({"fullDocument.items": {"$elemMatch": {"sku": {"$eq": "A"}}}})"))
      << "what stands in an element is named from there";
}

TEST(ChangeFilter, goes_through_combinations) {
  EXPECT_EQ(asked(R"({"$and": [{"a": 1}, {"$or": [{"b": 2}, {"$nor": [{"c": 3}]}]}]})"),
            json::parse(R"({"$and": [{"fullDocument.a": 1},
                {"$or": [{"fullDocument.b": 2}, {"$nor": [{"fullDocument.c": 3}]}]}]})"));
}

TEST(ChangeFilter, lets_through_what_nobody_can_judge) {
  EXPECT_EQ(rewritten(R"({"a": 1})"), json::parse(R"({"$or": [
      {"operationType": {"$in": ["insert", "update", "replace"]},
       "$or": [{"fullDocument": null}, {"fullDocument.a": 1}]},
      {"operationType": {"$in": ["delete", "invalidate"]}}]})"));
}

TEST(ChangeFilter, judges_an_erasure_by_the_document_before_where_that_is_kept) {
  EXPECT_EQ(rewritten(R"({"a": 1})", true), json::parse(R"({"$or": [
      {"operationType": {"$in": ["insert", "update", "replace"]},
       "$or": [{"fullDocument": null}, {"fullDocument.a": 1}]},
      {"operationType": {"$in": ["delete"]},
       "$or": [{"fullDocumentBeforeChange": null}, {"fullDocumentBeforeChange.a": 1}]},
      {"operationType": {"$in": ["invalidate"]}}]})"));
}

TEST(ChangeFilter, refuses_what_speaks_of_a_whole_document) {
  for (const char* filter : {R"({"$expr": {"$gt": ["$a", "$b"]}})", R"({"$where": "this.a > 3"})",
                             R"({"$or": [{"a": 1}, {"$text": {"$search": "x"}}]})"})
    EXPECT_THROW(rewritten(filter), ValidationError) << filter;
}

}  // namespace
}  // namespace loom::core
