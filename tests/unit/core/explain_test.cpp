// SPDX-License-Identifier: Apache-2.0
// Plans, read out of what a MongoDB 6.0.5 answered to `explain` (explanations.json: without the
// stages' own numbers).

#include "loom/core/explain.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace loom::core {
namespace {

Plan plan(const char* of) {
  static const auto all = nlohmann::json::parse(std::ifstream("tests/unit/core/explanations.json"));
  return plan_of(Document::from_json(all.at(of).dump()).bytes());
}

std::string text(const Plan& plan) {
  std::ostringstream out;
  out << plan;
  return out.str();
}

TEST(Plan, tells_a_scan_from_an_index) {
  EXPECT_EQ(plan("scan"), (Plan{PlanKind::collection_scan, std::nullopt, 200, 0, 29, false}));
  EXPECT_EQ(plan("index"), (Plan{PlanKind::index_scan, "total_1", 76, 76, 76, false}));
  EXPECT_EQ(plan("id"), (Plan{PlanKind::by_id, "_id_", 1, 1, 1, false}));
  EXPECT_EQ(plan("two indexes"), (Plan{PlanKind::index_scan, "_id_, total_1", 4, 5, 4, false}));
  EXPECT_EQ(plan("no collection"), Plan{});
}

TEST(Plan, tells_who_gives_the_order) {
  EXPECT_TRUE(plan("index and sort").sorts_in_memory);
  EXPECT_FALSE(plan("order by index").sorts_in_memory);
  EXPECT_EQ(plan("order by index").index, "total_1");
}

TEST(Plan, of_a_pipeline_counts_its_rows) {
  EXPECT_EQ(plan("group and sort"), (Plan{PlanKind::index_scan, "total_1", 76, 76, 7, true}));
  EXPECT_EQ(plan("window"), (Plan{PlanKind::index_scan, "total_1", 76, 76, 76, true}));
  EXPECT_EQ(plan("count"), (Plan{PlanKind::index_scan, "total_1", 0, 77, 1, false}));
  EXPECT_EQ(plan("lookup"), (Plan{PlanKind::collection_scan, std::nullopt, 400, 200, 200, false}));
  EXPECT_EQ(plan("sample"), (Plan{PlanKind::other, std::nullopt, 0, 0, 3, false}));
  EXPECT_EQ(plan("time series").kind, PlanKind::by_id);
}

TEST(Plan, is_printed_in_one_line) {
  EXPECT_EQ(text(plan("index and sort")),
            "index scan of total_1: 76 keys and 76 documents examined, 3 returned, sorted in "
            "memory");
  EXPECT_EQ(text(plan("scan")), "collection scan: 0 keys and 200 documents examined, 29 returned");
  EXPECT_EQ(text(plan("id")), "by id: 1 keys and 1 documents examined, 1 returned");
}

TEST(Plan, of_an_answer_of_another_shape_says_nothing) {
  for (const char* json : {"{}", R"({"queryPlanner": {}})", R"({"queryPlanner": 3, "stages": 4})",
                           R"({"stages": [{}, 5, {"$cursor": 1}], "shards": {"a": 2}})"})
    EXPECT_EQ(plan_of(Document::from_json(json).bytes()), Plan{}) << json;
}

}  // namespace
}  // namespace loom::core
