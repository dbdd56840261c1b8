// SPDX-License-Identifier: Apache-2.0
// Rules across fields: asked of the struct and of all structs within it, told all at once.

#include "loom/info/validation.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "loom/info/field.hpp"
#include "loom/info/saving.hpp"

namespace loom {
namespace {

struct Span {
  int from = 0;
  int to = 1;
  void validate(Problems& problems) const {
    if (!(from < to)) problems.add(fld<&Span::to>, "must be after from");
  }
};
const Span bad{3, 2};

struct Point {
  int x = 0;
};
struct Tree {
  Span span;
  std::vector<Tree> children;
};
struct Loop {
  std::vector<Loop> loops;
};
struct Holder {
  Point point;
  Span one;
  std::optional<Span> maybe;
  Nullable<Span> null;
  std::vector<std::vector<Span>> many;
  std::array<Span, 2> two;
  std::map<std::string, Span> named;
  std::variant<Point, Span> either;
  Tree tree;
  Checked<std::vector<Span>, max_length<3>> few;
  void validate(Problems& problems) const {
    if (point.x < 0) problems.add(fld<&Holder::point, &Point::x>, "must not be negative", "sign");
  }
};

static_assert(core::has_rules_across_fields<Holder>() && core::has_rules_across_fields<Tree>());
static_assert(!core::has_rules_across_fields<Point>() && !core::has_rules_across_fields<Loop>());

std::vector<std::string> problems_of(const Holder& holder) {
  std::vector<std::string> lines;
  try {
    core::require_valid(holder);
  } catch (const ValidationError& error) {
    for (const auto& p : error.problems()) lines.push_back(p.path + " " + p.rule + " " + p.message);
  }
  return lines;
}

TEST(Validation, a_valid_object_has_no_problems) { EXPECT_TRUE(problems_of(Holder{}).empty()); }

TEST(Validation, asks_every_struct_within_an_object) {
  Holder holder;
  holder.point.x = -1;
  holder.one = bad;
  holder.maybe = bad;
  holder.null = bad;
  holder.many = {{}, {Span{}, bad}};
  holder.two[1] = bad;
  holder.named = {{"a", Span{}}, {"b", bad}};
  holder.either = bad;
  holder.tree.children = {{Span{}, {{bad, {}}}}};
  holder.few = std::vector<Span>{bad};
  std::vector<std::string> expected{"point.x sign must not be negative"};
  for (const char* place : {"one", "maybe", "null", "many[1][1]", "two[1]", "named.b", "either",
                            "tree.children[0].children[0].span", "few[0]"})
    expected.push_back(std::string(place) + ".to validate must be after from");
  EXPECT_EQ(problems_of(holder), expected);
}

TEST(Validation, the_problems_of_one_of_many_begin_with_its_index) {
  const ValidationError error(
      {{"to", "validate", "is wrong"}, {"", "depth", "is deep"}, {"[1]", "ge", "is less"}});
  const auto indexed = core::at_index(7, error);
  EXPECT_EQ(indexed.problems()[0].path, "[7].to");
  EXPECT_EQ(indexed.problems()[1].path, "[7]");
  EXPECT_EQ(indexed.problems()[2].path, "[7][1]");
}

}  // namespace
}  // namespace loom
