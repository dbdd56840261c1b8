// SPDX-License-Identifier: Apache-2.0
// Stored fields that a struct does not know: left alone by every write, or the write is refused.

#include "core/unknown_fields.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "loom/info/error.hpp"
#include "loom/info/field.hpp"
#include "support/saved.hpp"

namespace loom::test {
namespace {

struct Detail {
  std::string text;
  std::optional<int> size;
};
struct Item {
  std::string sku;
  Detail detail{"none", {}};
  std::optional<int> maybe;
  static constexpr auto names =
      loom::names(loom::name(fld<&Item::detail>, "detail").also_reads("info"));
};
struct Model : reflect::ModelBase {
  Id<Model> id;
  std::vector<Item> items;
  std::map<std::string, Item> by_name;
  std::map<std::string, std::vector<std::map<std::string, Item>>> tree;
  std::optional<Item> best;
  Document extra;
  static constexpr auto defaults = loom::defaults(fld<&Model::extra>);
};

const std::string id = R"("_id": {"$oid": "0123456789abcdef01234567"})";

template <class Edit>
Saved<Model> save(const std::string& members, Edit edit) {
  return Saved<Model>("{" + id + ", " + members + "}", edit);
}

/// The fields that a refused write names; "written" where it is not refused.
template <class Edit>
std::string refusal(const std::string& members, Edit edit) {
  try {
    save(members, edit);
  } catch (const SchemaError& error) {
    const std::string text = error.what();
    const auto begin = text.find("does not know: ") + 15;
    return text.substr(begin, text.find(';') - begin);
  }
  return "written";
}

TEST(UnknownFields, are_kept_beside_what_changes) {
  const auto saved = save(R"("new": 1, "best": {"sku": "a", "colour": "red"}, "newer": [{"x": 2}])",
                          [](Model& m) { m.best->sku = "b"; });
  EXPECT_EQ(saved.update(), R"({ "$set" : { "best.sku" : "b" } })");
  EXPECT_EQ(saved.patched(),
            Document::from_json("{" + id +
                                R"(, "new": 1, "best": {"sku": "b", "colour": "red"},
                                    "newer": [{"x": 2}]})"));
}

TEST(UnknownFields, in_a_rewritten_array_are_not_dropped_without_a_word) {
  const auto grow = [](Model& m) { m.items.push_back({"z"}); };
  EXPECT_EQ(
      refusal(R"("items": [{"sku": "a"}, {"sku": "b", "colour": "red", "maybe": null}])", grow),
      "items[1].colour");
  EXPECT_EQ(refusal(R"("items": [{"sku": "a", "detail": {"text": "x", "k": 1}}], "new": 1)", grow),
            "items[0].detail.k");
  EXPECT_EQ(
      refusal(R"("items": [{"sku": "a", "x": 1, "y": {"z": 2}}, {"sku": "b", "z": 3}])", grow),
      "items[0].x, items[0].y, items[1].z");
  EXPECT_EQ(refusal(R"("items": [{"sku": "a", "detail": {"text": "x"}}])", grow), "written");
}

TEST(UnknownFields, behind_an_older_name_are_seen) {
  const auto grow = [](Model& m) { m.items.push_back({"z"}); };
  EXPECT_EQ(refusal(R"("items": [{"sku": "a", "info": {"text": "x"}}])", grow), "written");
  EXPECT_EQ(refusal(R"("items": [{"sku": "a", "info": {"text": "x", "k": 1}}])", grow),
            "items[0].info.k");
}

TEST(UnknownFields, in_a_rewritten_map_are_not_dropped_without_a_word) {
  const auto grow = [](Model& m) { m.by_name["z"] = {"z"}; };
  EXPECT_EQ(refusal(R"("by_name": {"sku": {"sku": "a"}, "x": {"sku": "a", "colour": 1}})", grow),
            "by_name.x.colour");
  EXPECT_EQ(refusal(R"("by_name": {"sku": {"sku": "a"}})", grow), "written");
  const auto prune = [](Model& m) { m.tree.clear(); };
  EXPECT_EQ(refusal(R"("tree": {"a": [{"b": {"sku": "c", "colour": 1}}]})", prune),
            "tree.a[0].b.colour");
  EXPECT_EQ(refusal(R"("tree": {"a": [{"b": {"sku": "c"}, "sku": {"sku": "d"}}]})", prune),
            "written");
}

TEST(UnknownFields, in_a_struct_that_vanishes_are_not_dropped_without_a_word) {
  const auto vanish = [](Model& m) { m.best.reset(); };
  EXPECT_EQ(refusal(R"("best": {"sku": "a", "colour": 1})", vanish), "best.colour");
  EXPECT_EQ(refusal(R"("best": {"sku": "a"})", vanish), "written");
}

TEST(UnknownFields, a_document_of_any_content_has_none) {
  EXPECT_EQ(refusal(R"("extra": {"any": [{"thing": 1}]})", [](Model& m) { m.extra = {}; }),
            "written");
}

TEST(UnknownFields, an_unchanged_array_may_have_some) {
  EXPECT_EQ(
      refusal(R"("items": [{"sku": "a", "colour": 1}])", [](Model& m) { m.best = Item{"a"}; }),
      "written");
}

TEST(UnknownFields, the_error_says_what_to_do) {
  try {
    save(R"("items": [{"sku": "a", "colour": "red"}])", [](Model& m) { m.items.clear(); });
    FAIL();
  } catch (const SchemaError& error) {
    EXPECT_EQ(std::string(error.what()),
              "writing items would drop fields that Model does not know: items[0].colour; add them "
              "to the struct, or change the document with a program that knows them");
  }
}

}  // namespace
}  // namespace loom::test
