// SPDX-License-Identifier: Apache-2.0
// What filters mean where documents lack members, hold null, or hold what looks like an operator.

#include <gtest/gtest.h>

#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Line {
  std::string sku;
  int quantity = 0;
};
struct Place {
  std::string city;
};
struct Note : PersistableModel<Note> {
  static constexpr auto persist_db = declare_persist_db("notes", "notes");
  Id<Note, int> number;
  std::optional<std::string> text;
  std::optional<Place> place;
  std::vector<std::string> tags;
  std::vector<Line> lines;
  std::map<std::string, double> rates;
  StrLower email;
  Document extra;
};

class Filters : public InSandbox {
 protected:
  static std::vector<int> numbers(const Filter<Note>& filter) {
    std::vector<int> numbers;
    for (const auto& note : Note::filter(filter).sort(fld<&Note::number>.asc()).load_many())
      numbers.push_back(note.number.key());
    return numbers;
  }
  using Numbers = std::vector<int>;
};

TEST_F(Filters, tell_missing_null_and_empty_apart) {
  Note{.number = 1}.persist();
  Note{.number = 2}.persist();
  raw<Note>().update(R"({"_id": 2})", R"({"$set": {"text": null}})");
  Note{.number = 3, .text = ""}.persist();
  Note{.number = 4, .text = "a"}.persist();
  EXPECT_EQ(numbers(fld<&Note::text>.missing()), Numbers({1}));
  EXPECT_EQ(numbers(fld<&Note::text>.is_null()), Numbers({2}));
  EXPECT_EQ(numbers(fld<&Note::text>.absent()), Numbers({1, 2}));
  EXPECT_EQ(numbers(fld<&Note::text>.exists()), Numbers({2, 3, 4}));
  EXPECT_EQ(numbers(fld<&Note::text> == ""), Numbers({3}));
  EXPECT_EQ(numbers(fld<&Note::text> != "a"), Numbers({1, 2, 3}));
  EXPECT_EQ(numbers(!(fld<&Note::text> == "a")), Numbers({1, 2, 3}));
  EXPECT_EQ(numbers(fld<&Note::text> < "b"), Numbers({3, 4}));
  EXPECT_EQ(numbers(!(fld<&Note::text> < "b")), Numbers({1, 2}));
  EXPECT_EQ(numbers(fld<&Note::text>.starts_with("")), Numbers({3, 4}));
}

TEST_F(Filters, send_values_as_values) {
  Note{.number = 1, .text = R"({"$ne": null})"}.persist();
  Note{.number = 2, .text = "a", .extra = Document::from_json(R"({"$gt": 0})")}.persist();
  EXPECT_EQ(numbers(fld<&Note::text> == R"({"$ne": null})"), Numbers({1}));
  EXPECT_EQ(numbers(fld<&Note::text>.starts_with(".*")), Numbers());
  EXPECT_EQ(numbers(fld<&Note::extra> == Document::from_json(R"({"$gt": 0})")), Numbers({2}));
  EXPECT_EQ(numbers(fld<&Note::extra> == Document::from_json(R"({"$exists": true})")), Numbers());
}

TEST_F(Filters, starts_with_every_character_that_a_pattern_knows) {
  int number = 0;
  std::vector<std::string> starts;
  for (char c = ' '; c < 127; ++c) starts.push_back(std::string("x") + c);
  for (const auto& start : starts) Note{.number = number++, .text = start + "y"}.persist();
  for (std::size_t i = 0; i < starts.size(); ++i)
    EXPECT_EQ(numbers(fld<&Note::text>.starts_with(starts[i])), Numbers({static_cast<int>(i)}))
        << starts[i];
}

TEST_F(Filters, match_a_regular_expression_in_the_server) {
  Note{.number = 1, .text = "Ada"}.persist();
  Note{.number = 2, .text = "Grace"}.persist();
  EXPECT_EQ(numbers(fld<&Note::text>.matches(regex("^A.a$"))), Numbers({1}));
  EXPECT_EQ(numbers(fld<&Note::text>.matches(regex_ignoring_case("GRACE"))), Numbers({2}));
  EXPECT_EQ(numbers(fld<&Note::text>.matches(regex("a"))), Numbers({1, 2}));
}

TEST_F(Filters, ask_one_element_for_all_and_not_two) {
  Note{.number = 1, .tags = {"a", "b"}, .lines = {{"A1", 5}, {"B2", 1}}}.persist();
  Note{.number = 2, .tags = {"a"}, .lines = {{"A1", 1}, {"B2", 5}}}.persist();
  EXPECT_EQ(numbers(fld<&Note::lines>.any(fld<&Line::sku> == "A1" && fld<&Line::quantity> > 3)),
            Numbers({1}));
  EXPECT_EQ(numbers(!fld<&Note::lines>.any(fld<&Line::sku> == "A1" && fld<&Line::quantity> > 3)),
            Numbers({2}));
  EXPECT_EQ(numbers(fld<&Note::lines>.any(!(fld<&Line::sku> == "A1") || fld<&Line::quantity> > 4)),
            Numbers({1, 2}));
  EXPECT_EQ(numbers(fld<&Note::lines>.contains(Line{"B2", 5})), Numbers({2}));
  EXPECT_EQ(numbers(fld<&Note::tags>.contains_all({"b", "a"})), Numbers({1}));
  EXPECT_EQ(numbers(fld<&Note::tags>.size_is(1)), Numbers({2}));
}

TEST_F(Filters, ask_members_of_a_struct_that_may_be_missing) {
  Note{.number = 1, .place = Place{"Paris"}}.persist();
  Note{.number = 2}.persist();
  EXPECT_EQ(numbers(fld<&Note::place, &Place::city> == "Paris"), Numbers({1}));
  EXPECT_EQ(numbers(fld<&Note::place, &Place::city> != "Paris"), Numbers({2}));
  EXPECT_EQ(numbers(fld<&Note::place>.missing()), Numbers({2}));
}

TEST_F(Filters, ask_entries_of_maps) {
  Note{.number = 1, .rates = {{"EUR", 1.1}}}.persist();
  Note{.number = 2, .rates = {{"EUR", 0.9}, {"USD", 1}}}.persist();
  EXPECT_EQ(numbers(fld<&Note::rates>.key("EUR") > 1), Numbers({1}));
  EXPECT_EQ(numbers(fld<&Note::rates>.key("USD").missing()), Numbers({1}));
}

TEST_F(Filters, normalise_what_is_stored_normalised) {
  Note{.number = 1, .email = "Ada@Example.org"}.persist();
  EXPECT_EQ(numbers(fld<&Note::email> == "ADA@EXAMPLE.ORG"), Numbers({1}));
}

TEST_F(Filters, with_a_value_that_is_not_set_filter_nothing) {
  Note{.number = 1}.persist();
  Note{.number = 2, .text = "a"}.persist();
  EXPECT_EQ(numbers(fld<&Note::text> == if_set(std::optional<std::string>())), Numbers({1, 2}));
  EXPECT_EQ(numbers(!(fld<&Note::text> == if_set(std::optional<std::string>()))), Numbers({1, 2}));
  EXPECT_EQ(numbers(fld<&Note::text> == if_set(std::optional<std::string>("a"))), Numbers({2}));
}

TEST_F(Filters, in_mongodbs_own_words_are_sent_as_they_are) {
  Note{.number = 1, .tags = {"a"}}.persist();
  Note{.number = 2}.persist();
  EXPECT_EQ(numbers(unsafely::raw_filter<Note>(R"({"tags.0": "a"})")), Numbers({1}));
  EXPECT_THROW(numbers(unsafely::raw_filter<Note>(R"({"$nonsense": 1})")), ServerError);
}

}  // namespace
}  // namespace loom::test
