// SPDX-License-Identifier: Apache-2.0
// JSON that is meant to break a reader: cut, deep, said twice. Each is a typed problem with its
// place; gigabyte_test.cpp has what is too long.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "loom/loom.hpp"

namespace loom::test {
namespace {

struct Tree {
  std::string name;
  std::vector<Tree> children;
};
struct Card {
  std::string last_four;
};
struct Transfer {
  std::string iban;
};
struct Order {
  std::int64_t number;
  std::vector<Tree> trees;
  std::variant<Card, Transfer> payment;
  std::map<std::string, double> rates;
  std::optional<std::string> note;
};

const std::string good_order =
    R"({"number": 12, "trees": [{"name": "é\u00e9\n", "children": [{"name": "b"}]}],
  "payment": {"kind": "Card", "last_four": "4242"}, "rates": {"EUR": 1.25e-3, "USD": -0.5}, "note": null})";

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

/// The problems of a text, each as "path (rule)"; what else is thrown is a fault.
template <class M, class... Options>
std::vector<std::string> problems_of(std::string_view text, Options... options) {
  std::vector<std::string> found;
  try {
    from_json<M>(text, options...);
  } catch (const ValidationError& error) {
    for (const auto& problem : error.problems()) {
      EXPECT_FALSE(problem.message.empty());
      found.push_back(problem.path + " (" + problem.rule + ")");
    }
  }
  return found;
}

/// What a text that is no JSON is refused for: one problem, which names a place in the text.
template <class M>
Problem syntax_problem_of(std::string_view text) {
  try {
    from_json<M>(text);
  } catch (const ValidationError& error) {
    EXPECT_EQ(error.problems().size(), 1U) << error.what();
    const auto problem = error.problems().front();
    const auto lines = 1 + static_cast<std::size_t>(std::ranges::count(text, '\n'));
    const std::string place =
        "line " + std::to_string(problem.line) + ", column " + std::to_string(problem.column);
    EXPECT_EQ(problem.path, "");
    EXPECT_NE(problem.message.find(place), problem.message.npos) << problem.message;
    EXPECT_TRUE(problem.line >= 1 && problem.line <= lines) << place;
    EXPECT_TRUE(problem.column >= 1 && problem.column <= text.size() + 1) << place;
    return problem;
  }
  ADD_FAILURE() << "taken: " << text;
  return {};
}

TEST(BadJson, that_is_cut_anywhere_is_one_problem_with_a_place) {
  ASSERT_EQ(problems_of<Order>(good_order), std::vector<std::string>{});
  for (std::size_t length = 0; length < good_order.size(); ++length)
    EXPECT_EQ(syntax_problem_of<Order>(std::string_view(good_order).substr(0, length)).rule, "json")
        << length;
}

TEST(BadJson, is_told_with_its_line_and_column) {
  const auto place_in = [](std::string_view text) {
    const auto problem = syntax_problem_of<Order>(text);
    return std::to_string(problem.line) + ":" + std::to_string(problem.column);
  };
  EXPECT_EQ(place_in("{\n  \"number\": 12,\n  \"trees\": nul\n}"), "3:12");
  EXPECT_EQ(place_in("{\"nümber\": 12 \"trees\": []}"), "1:15");  // code points are counted
  EXPECT_EQ(place_in("{\"number\": 12}\n\n]"), "3:1");
}

TEST(BadJson, with_a_byte_changed_anywhere_is_read_or_refused_and_nothing_else) {
  for (std::size_t at = 0; at < good_order.size(); ++at)
    for (const char byte : {'{', '}', '[', ']', '"', ',', ':', '\\', '0', '\0', '\xff', '\xc3'}) {
      auto text = good_order;
      text[at] = byte;
      problems_of<Order>(text);
    }
}

TEST(BadJson, of_ten_thousand_levels_is_a_problem) {
  constexpr std::size_t deep = 10'000;
  EXPECT_EQ(syntax_problem_of<std::vector<int>>(repeated("[", deep)).rule, "depth");
  EXPECT_EQ(syntax_problem_of<Order>(repeated(R"({"a":)", deep)).rule, "depth");
  const std::string tree = repeated(R"({"name":"a","children":[)", deep) + repeated("]}", deep);
  EXPECT_EQ(problems_of<Tree>(tree), std::vector<std::string>{" (depth)"});
  const std::string unknown =
      R"({"name":"a","x":)" + repeated("[", deep) + repeated("]", deep) + "}";
  EXPECT_EQ(problems_of<Tree>(unknown), std::vector<std::string>{" (depth)"});
  EXPECT_EQ(problems_of<Tree>(unknown, Unknown::ignore), std::vector<std::string>{" (depth)"});
}

TEST(BadJson, names_each_member_that_comes_twice) {
  const auto order = [](std::string_view more, std::string_view payment = R"("last_four":"1")") {
    return R"({"number":1,"payment":{"kind":"Card",)" + std::string(payment) + "}" +
           std::string(more) + "}";
  };
  using Lines = std::vector<std::string>;
  ASSERT_EQ(problems_of<Order>(order("")), Lines{});
  EXPECT_EQ(problems_of<Order>(order(R"(,"number":1)")), Lines{"number (duplicate)"});
  EXPECT_EQ(problems_of<Order>(order(R"(,"\u006eumber":2)")), Lines{"number (duplicate)"});
  EXPECT_EQ(problems_of<Order>(order(R"(,"rates":{"a":1,"b":2,"a":1})")),
            Lines{"rates.a (duplicate)"});
  EXPECT_EQ(problems_of<Order>(order(R"(,"trees":[{"name":"a","name":"b"}])")),
            Lines{"trees[0].name (duplicate)"});
  EXPECT_EQ(problems_of<Order>(order("", R"("last_four":"1","kind":"Transfer")")),
            Lines{"payment.kind (duplicate)"});
}

}  // namespace
}  // namespace loom::test
