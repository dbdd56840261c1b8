// SPDX-License-Identifier: Apache-2.0
// Values that keep their rules: made, assigned, read, stored, and put into filters and updates.

#include "loom/info/checked.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "loom/info/email.hpp"
#include "loom/info/field.hpp"
#include "loom/info/update.hpp"
#include "support/codec.hpp"
#include "support/query_json.hpp"

namespace loom::test {
namespace {

using Age = Checked<int, ge<0>, le<150>>;
using Name = Checked<std::string, min_length<1>, max_length<5>>;
using Tags = Checked<std::vector<std::string>, max_length<3>, each<min_length<2>>>;
struct Even {
  static constexpr std::string_view name = "even";
  static bool ok(const int& value) { return value % 2 == 0; }
  static std::string message() { return "must be even"; }
};

static_assert(!std::is_constructible_v<Age, std::string> && !std::is_constructible_v<Age, bool>);
static_assert(!std::is_constructible_v<Name, int> && !std::is_constructible_v<Age, char>);
static_assert(std::is_convertible_v<int, Age> && std::is_convertible_v<const char*, Name>);
static_assert(sizeof(Age) == sizeof(int));
static_assert(!checked_keeps_fractions<int, double> && checked_keeps_fractions<double, int>);
static_assert(literal_keeps_the_rules<int, 150, ge<0>, le<150>> &&
              !literal_keeps_the_rules<int, 151, ge<0>, le<150>>);
static_assert(literal_keeps_the_rules<std::string, "abc", max_length<3>> &&
              !literal_keeps_the_rules<std::string, "abcd", max_length<3>>);
static_assert(literal_keeps_the_rules<std::string, "x", pattern<"[0-9]">>);  // only at run time

/// What a value is refused for: "le: must be at most 150".
template <class F>
Lines refusals(F f) {
  Lines lines;
  try {
    f();
  } catch (const ValidationError& error) {
    for (const auto& p : error.problems())
      lines.push_back((p.path.empty() ? "" : p.path + " ") + p.rule + ": " + p.message);
  }
  return lines;
}

TEST(Checked, is_used_as_its_value) {
  const Age age = 36;
  const Name name = "Ada";
  EXPECT_TRUE(age == 36 && 36 == age && age != 37 && age > 35 && 37 > age && age + 1 == 37);
  EXPECT_TRUE(name == "Ada" && name == std::string("Ada") && name < "Bob" &&
              name.get().size() == 3);
  EXPECT_TRUE(age == 36u && age < 36.5 && age < std::size_t{37} && age > 35L);
  const std::string& text = name;
  EXPECT_EQ(text, "Ada");
  EXPECT_EQ(Age(36), age);
  EXPECT_LT(Age(35), age);
  EXPECT_EQ((Checked<std::int64_t, ge<0>>(age)), 36);
  EXPECT_EQ((Checked<double, ge<0>>(1)), 1.0);
  EXPECT_EQ(Email("Ada@Example.org"), "ada@example.ORG");
}

TEST(Checked, is_never_made_of_what_breaks_a_rule) {
  EXPECT_EQ(refusals([] { Age{151}; }), Lines{"le: must be at most 150"});
  EXPECT_EQ(refusals([] { Age{-1L}; }), Lines{"ge: must be at least 0"});
  EXPECT_EQ(refusals([] { Name{"Augusta"}; }),
            Lines{"max_length: must have a length of at most 5"});
  EXPECT_EQ(refusals([] { Checked<int, Even>{3}; }), Lines{"even: must be even"});
  EXPECT_EQ(refusals([] {
              Tags{std::vector<std::string>{"ab", "c", "", "de"}};
            }),
            (Lines{"max_length: must have a length of at most 3",
                   "[1] min_length: must have a length of at least 2",
                   "[2] min_length: must have a length of at least 2"}));
  EXPECT_EQ(refusals([] { Email{"ada"}; }),
            Lines{"email: must be an e-mail address, like ada@example.org"});
  EXPECT_EQ(refusals([] { Age{std::int64_t{1} << 32}; }),
            Lines{"number: a Checked is given a number that its type does not hold"});
  EXPECT_EQ(refusals([] { Checked<double, ge<0>>{(std::int64_t{1} << 53) + 1}; }).size(), 1u);
}

TEST(Checked, keeps_its_value_when_an_assignment_is_refused) {
  Age age = 36;
  EXPECT_THROW(age = 151, ValidationError);
  EXPECT_EQ(age, 36);
  age = 37;
  age = literal<38>;
  EXPECT_EQ(age, 38);
}

TEST(Checked, can_be_tried) {
  EXPECT_EQ(Age::try_make(7), Age(7));
  EXPECT_FALSE(Age::try_make(151));
  ASSERT_EQ(Age::problems_of(151).size(), 1u);
  EXPECT_EQ(Age::problems_of(151)[0].value, "151");
  EXPECT_TRUE(Age::problems_of(150).empty());
}

TEST(Checked, is_unset_where_its_zero_is_no_value) {
  EXPECT_TRUE(Age{}.is_set());
  EXPECT_EQ(Age{}, 0);
  EXPECT_FALSE(Name{}.is_set());
  EXPECT_EQ(refusals([] { (void)Name{}.get(); }),
            Lines{"unset: a Checked is read that was never set, and its default breaks the rule "
                  "min_length (must have a length of at least 1): give it a value first"});
  EXPECT_EQ(Name{}, Name{});
  Name name = "Ada";
  const Name moved = std::move(name);
  EXPECT_FALSE(name.is_set());  // NOLINT: what was moved from holds nothing, and says so
  EXPECT_FALSE((Checked<int, ge<1>>{}.is_set()));
  EXPECT_FALSE((Checked<Decimal128, gt<0>>{}.is_set()));
}

TEST(Checked, says_no_value_in_its_text_and_a_cut_one_in_its_data) {
  try {
    Name{std::string(70, 'x')};
    FAIL();
  } catch (const ValidationError& error) {
    EXPECT_EQ(error.what(), std::string("a checked value must have a length of at most 5"));
    EXPECT_EQ(error.problems()[0].value, std::string(64, 'x') + "…");
    EXPECT_EQ(error.to_json(), R"([{"path":"","rule":"max_length","message":)"
                               R"("must have a length of at most 5","value":")" +
                                   std::string(64, 'x') + R"(…"}])");
  }
  const ValidationError odd("a\"\\\n\xFF", "key", "is wrong");
  EXPECT_EQ(odd.to_json(),
            R"([{"path":"a\"\\\u000a\u00ff","rule":"key","message":"is wrong","value":""}])");
}

struct Person {
  Name name;
  Age age = 1;
  std::optional<Age> before;
  Nullable<Name> alias;
  Tags tags;
  std::vector<Name> friends;
  std::map<std::string, Age> ages;
};

TEST(Checked, is_stored_as_its_value) {
  EXPECT_TRUE(stands_as(
      Person{"Ada", 36, 35, "A", std::vector<std::string>{"ab"}, {"Bob"}, {{"x", 7}}},
      R"({"name": "Ada", "age": 36, "before": 35, "alias": "A", "tags": ["ab"], "friends": ["Bob"], "ages": {"x": 7}})"));
  const auto read = decoded<Person>(R"({"name": "Ada"})");
  EXPECT_TRUE(read.age == 1 && !read.before && !read.alias && read.tags.get().empty());
}

TEST(Checked, is_not_stored_unset) {
  EXPECT_EQ(problems_of(Person{.friends = {"Bob", {}}}),
            (Lines{"name (unset)", "friends[1] (unset)"}));
}

TEST(Checked, a_stored_value_that_breaks_a_rule_does_not_fit) {
  EXPECT_EQ(
      mismatches_in<Person>(
          R"({"name": "", "age": 151, "before": -1, "tags": ["ab", "c", 7], "friends": ["toolong"], "ages": {"x": "y"}})"),
      (Lines{
          "name: one that breaks this rule for a value that must have a length of at least 1",
          "age: one that breaks this rule for a value that must be at most 150",
          "before: one that breaks this rule for a value that must be at least 0",
          "tags[2]: int for a string",
          "friends[0]: one that breaks this rule for a value that must have a length of at most 5",
          "ages.x: string for a whole number of 32 bits"}));
  EXPECT_EQ(mismatches_in<Person>("{}"), Lines{"name: nothing for a string"});
  try {
    decoded<Person>(R"({"age": 151})");
    FAIL();
  } catch (const DecodeError& error) {
    const auto problems = error.problems();
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_EQ(problems[0].path + " " + problems[0].rule, "age le");
    EXPECT_EQ(problems[1].path + " " + problems[1].rule, "name missing");
    EXPECT_EQ(std::string(error.what()).find("151"), std::string::npos);
  }
}

struct Account {
  Age age;
  Email email;
  std::optional<Name> name;
  std::vector<Name> friends;
  std::vector<Age> marks;
};

TEST(Checked, is_asked_as_its_value) {
  const Age other = 7;
  EXPECT_EQ(json(fld<&Account::age> > 200), R"({"age":{"$gt":200}})");
  EXPECT_EQ(json(fld<&Account::age> == other), R"({"age":{"$eq":7}})");
  EXPECT_EQ(json(fld<&Account::email> == "Ada@Example.org"),
            R"({"email":{"$eq":"ada@example.org"}})");
  EXPECT_EQ(json(fld<&Account::name> == Name("Ada")), R"({"name":{"$eq":"Ada"}})");
  EXPECT_EQ(json(fld<&Account::name>.starts_with("A")), R"({"name":{"$regex":"^A"}})");
  EXPECT_EQ(json(fld<&Account::marks>.contains(200)), R"({"marks":{"$elemMatch":{"$eq":200}}})");
  EXPECT_EQ(json(fld<&Account::age>.in({1, 2})), R"({"age":{"$in":[1,2]}})");
  static_assert(!comparable_with<Field<&Account::age>, Age, std::string>);
}

TEST(Checked, is_checked_when_an_update_puts_it) {
  const auto put = [](const auto&... terms) { return core::update_terms(terms...); };
  EXPECT_EQ(put(fld<& Account::age> = 150, fld<& Account::age> += 3).size(), 2u);
  EXPECT_EQ(refusals([&] { put(fld<& Account::age> = 151); }),
            Lines{"age le: must be at most 150"});
  EXPECT_EQ(refusals([&] { put(fld<& Account::name> = "Augusta"); }),
            Lines{"name max_length: must have a length of at most 5"});
  EXPECT_EQ(refusals([&] { put(fld<&Account::age>.max(151)); }),
            Lines{"age le: must be at most 150"});
  EXPECT_EQ(refusals([&] { put(fld<&Account::friends>.push("")); }),
            Lines{"friends min_length: must have a length of at least 1"});
  EXPECT_EQ(refusals([&] { put(fld<&Account::marks>.add_to_set(-1)); }),
            Lines{"marks ge: must be at least 0"});
  EXPECT_EQ(refusals([&] { put(fld<& Account::name> = Name{}); }).size(), 1u);
  EXPECT_TRUE(refusals([&] { put(fld<&Account::marks>.pull(-1)); }).empty());
}

}  // namespace
}  // namespace loom::test
