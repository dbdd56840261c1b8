// SPDX-License-Identifier: Apache-2.0
// Other names for members, and how they end up in a struct's layout.

#include "loom/info/names.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loom/bson/layout.hpp"
#include "loom/info/field.hpp"
#include "loom/info/id.hpp"

namespace loom {
namespace {

struct Order {
  Id<Order> id;
  Time placed_at;
  std::string note;
  int total = 0;
  int rest = 0;
  static constexpr auto names =
      loom::names(loom::name(fld<&Order::placed_at>, "placedAt").also_reads("date"),
                  loom::name(fld<&Order::total>, "sum")
                      .also_reads("a")
                      .also_reads("b")
                      .also_reads("c")
                      .also_reads("d"));
  static constexpr auto defaults = loom::defaults(fld<&Order::total>, fld<&Order::note>);
};
struct Plain {
  int id = 0;
};
struct CalledSo {
  std::vector<std::string> names;
  int defaults = 0;
};
struct Swapped {
  int a = 0;
  int b = 0;
  static constexpr auto names =
      loom::names(loom::name(fld<&Swapped::a>, "b"), loom::name(fld<&Swapped::b>, "a"));
};
struct Twice {
  int a = 0;
  int b = 0;
  static constexpr auto names = loom::names(loom::name(fld<&Twice::a>, "b"));
};
struct OlderTwice {
  int a = 0;
  int b = 0;
  static constexpr auto names = loom::names(loom::name(fld<&OlderTwice::a>, "x").also_reads("b"));
};
struct Dotted {
  int a = 0;
  static constexpr auto names = loom::names(loom::name(fld<&Dotted::a>, "a.b"));
};
struct OfAnother {
  int total = 0;
  static constexpr auto names = loom::names(loom::name(fld<&Order::total>, "x"));
};
struct DefaultsOfAnother {
  int total = 0;
  static constexpr auto defaults = loom::defaults(fld<&Order::total>);
};
struct IdRenamed {
  Id<IdRenamed> id;
  static constexpr auto names = loom::names(loom::name(fld<&IdRenamed::id>, "key"));
};

template <class T>
using Layout = bson::Layout<T>;

TEST(Names, a_member_is_stored_under_its_own_name_or_the_given_one) {
  const auto& stored = Layout<Order>::names.stored;
  EXPECT_EQ(std::vector(stored.begin(), stored.end()),
            (std::vector<std::string_view>{"_id", "placedAt", "note", "sum", "rest"}));
}

TEST(Names, a_member_may_be_called_names_or_defaults) {
  EXPECT_EQ(Layout<CalledSo>::names.stored[0], "names");
  EXPECT_FALSE(Layout<CalledSo>::named_in_defaults(1));
}

TEST(Names, only_an_own_id_is_the_id) { EXPECT_EQ(Layout<Plain>::names.stored[0], "id"); }

TEST(Names, a_member_is_found_by_its_stored_name_and_by_older_ones) {
  EXPECT_EQ(Layout<Order>::find("placedAt"), 1U);
  EXPECT_EQ(Layout<Order>::find("date"), 1U);
  for (const char* older : {"sum", "a", "b", "c", "d"}) EXPECT_EQ(Layout<Order>::find(older), 3U);
  for (const char* none : {"placed_at", "total", "id", "", "su"})
    EXPECT_EQ(Layout<Order>::find(none), Layout<Order>::size);
}

TEST(Names, two_members_may_swap_theirs) {
  EXPECT_EQ(Layout<Swapped>::find("a"), 1U);
  EXPECT_EQ(Layout<Swapped>::find("b"), 0U);
  static_assert(Layout<Swapped>::names_are_distinct);
}

TEST(Names, defaults_are_found_by_the_member) {
  EXPECT_TRUE(Layout<Order>::named_in_defaults(2));
  EXPECT_TRUE(Layout<Order>::named_in_defaults(3));
  EXPECT_FALSE(Layout<Order>::named_in_defaults(4));
  EXPECT_FALSE(Layout<Plain>::named_in_defaults(0));
}

TEST(Names, what_breaks_a_rule_is_seen) {
  static_assert(!Layout<Twice>::names_are_distinct && !Layout<OlderTwice>::names_are_distinct);
  static_assert(!Layout<Dotted>::names_are_fields);
  static_assert(!Layout<OfAnother>::names_are_own && Layout<OfAnother>::defaults_are_own);
  static_assert(!Layout<DefaultsOfAnother>::defaults_are_own);
  static_assert(!Layout<IdRenamed>::id_is_the_id);
  static_assert(Layout<Order>::names_are_own && Layout<Order>::defaults_are_own);
  static_assert(Layout<Order>::names_are_distinct && Layout<Order>::names_are_fields);
  static_assert(Layout<Order>::id_is_the_id);
}

TEST(Names, a_field_name_is_one_that_mongodb_takes_for_nothing_else) {
  static_assert(bson::is_field_name("a") && bson::is_field_name("größe $") &&
                bson::is_field_name("0"));
  static_assert(!bson::is_field_name("") && !bson::is_field_name("$a") &&
                !bson::is_field_name("a.b") && !bson::is_field_name(std::string_view("a\0", 2)));
}

}  // namespace
}  // namespace loom
