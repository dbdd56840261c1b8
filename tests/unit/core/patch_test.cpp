// SPDX-License-Identifier: Apache-2.0
// Edits of stored bytes: as the server applies them.

#include "core/patch.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loom/bson/document.hpp"

namespace loom::core {
namespace {

struct JsonEdit {
  std::string path;
  std::string json;  // of the value; empty: it is removed
};

/// `json` with the edits, as canonical extended JSON.
std::string patched(const std::string& json, const std::vector<JsonEdit>& wanted) {
  std::vector<Document> values;
  std::vector<Edit> edits;
  values.reserve(wanted.size());
  for (const auto& [path, value] : wanted) {
    if (value.empty()) {
      edits.push_back({path, std::nullopt});
      continue;
    }
    values.push_back(Document::from_json(R"({"v": )" + value + "}"));
    edits.push_back({path, bson::find(bson::open(values.back().bytes()), "v")});
  }
  bson::Writer out;
  const auto document = Document::from_json(json);
  write_patched(out, document.bytes(), std::move(edits));
  return Document::from_bytes(out.bytes()).to_relaxed_json();
}

TEST(Patch, without_edits_nothing_changes) {
  EXPECT_EQ(patched(R"({"a": 1, "b": [{"c": 2}]})", {}), R"({ "a" : 1, "b" : [ { "c" : 2 } ] })");
  EXPECT_EQ(patched("{}", {}), "{ }");
}

TEST(Patch, a_value_is_replaced_where_it_stands) {
  EXPECT_EQ(patched(R"({"a": 1, "b": 2, "c": 3})", {{"b", R"("two")"}}),
            R"({ "a" : 1, "b" : "two", "c" : 3 })");
}

TEST(Patch, a_value_is_removed) {
  EXPECT_EQ(patched(R"({"a": 1, "b": 2, "c": 3})", {{"b", ""}}), R"({ "a" : 1, "c" : 3 })");
  EXPECT_EQ(patched(R"({"a": 1})", {{"a", ""}}), "{ }");
  EXPECT_EQ(patched(R"({"a": 1})", {{"b", ""}}), R"({ "a" : 1 })");
}

TEST(Patch, new_fields_are_appended_in_the_order_of_their_names) {
  EXPECT_EQ(patched(R"({"z": 0})", {{"c", "3"}, {"a", "1"}, {"B", "2"}}),
            R"({ "z" : 0, "B" : 2, "a" : 1, "c" : 3 })");
}

TEST(Patch, fields_within_documents_are_found_by_their_path) {
  const std::string json = R"({"a": {"x": {"p": 1, "q": 2}, "y": 3}, "b": 4})";
  EXPECT_EQ(patched(json, {{"a.x.p", "10"}, {"b", "40"}, {"a.y", ""}}),
            R"({ "a" : { "x" : { "p" : 10, "q" : 2 } }, "b" : 40 })");
  EXPECT_EQ(
      patched(json, {{"a.x.z", "9"}, {"a.x.o", "8"}, {"a.a", "7"}}),
      R"({ "a" : { "x" : { "p" : 1, "q" : 2, "o" : 8, "z" : 9 }, "y" : 3, "a" : 7 }, "b" : 4 })");
}

TEST(Patch, a_name_that_begins_like_another_is_another) {
  EXPECT_EQ(patched(R"({"a": {"b": 1}, "ab": 2, "a-b": 3, "abc": 4})",
                    {{"a.b", "10"}, {"ab", "20"}, {"a-b", "30"}}),
            R"({ "a" : { "b" : 10 }, "ab" : 20, "a-b" : 30, "abc" : 4 })");
  EXPECT_EQ(patched(R"({"a": {}, "ab": {}})", {{"ab.x", "1"}, {"a.x", "2"}, {"a-b", "3"}}),
            R"({ "a" : { "x" : 2 }, "ab" : { "x" : 1 }, "a-b" : 3 })");
}

TEST(Patch, a_document_is_replaced_whole) {
  EXPECT_EQ(patched(R"({"a": {"x": 1}, "b": [1, 2]})", {{"a", R"({"y": 2})"}, {"b", "[]"}}),
            R"({ "a" : { "y" : 2 }, "b" : [  ] })");
}

}  // namespace
}  // namespace loom::core
