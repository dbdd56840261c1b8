// SPDX-License-Identifier: Apache-2.0
// JSON texts line by line: the good ones, and what is wrong with the others.

#include "loom/json/json_lines.hpp"

#include <gtest/gtest.h>

#include <ranges>
#include <sstream>

#include "support/json_problems.hpp"

namespace loom::test {
namespace {

struct Reading {
  std::string sensor;
  double value = 0;
};

static_assert(std::ranges::input_range<JsonLines<Reading>>);

// "2 a 1.5", or the number of a line and its problems.
std::vector<std::string> all_of(std::istream& in) {
  std::vector<std::string> result;
  for (auto& line : json_lines<Reading>(in)) {
    auto text = std::to_string(line.number());
    if (line)
      text += " " + line->sensor + " " + std::to_string(int(line->value));
    else
      for (const auto& problem : lines_of(line.problems())) text += " " + problem;
    result.push_back(text);
  }
  return result;
}

TEST(JsonLines, gives_a_value_or_the_problems_of_each_line) {
  std::istringstream in(
      "{\"sensor\": \"a\", \"value\": 1}\r\n"
      "\n"
      "{\"sensor\": 3, \"value\": \"x\"}\n"
      "  \t\n"
      "{\"sensor\": \n"
      "{\"sensor\": \"b\", \"value\": 2}");
  EXPECT_EQ(all_of(in), (std::vector<std::string>{
                            "1 a 1",
                            "3 sensor type: expected a string, found a number <3> value type: "
                            "expected a number, found a string <x>",
                            "5  json: the text cannot be read as JSON at line 5, column 12: it "
                            "ends too early",
                            "6 b 2"}));
}

TEST(JsonLines, has_nothing_where_the_stream_has_nothing) {
  for (const char* text : {"", "\n", "\n\n  \n"}) {
    std::istringstream in(text);
    EXPECT_EQ(all_of(in).size(), 0u);
  }
}

TEST(JsonLines, reads_lines_of_every_length_around_its_buffers) {
  for (std::size_t length = 4000; length < 4200; ++length) {
    const std::string name(length, 'x');
    const std::string line = R"({"sensor":")" + name + R"(","value":1})";
    std::istringstream in(line + "\n" + line + "\n\n" + line);
    EXPECT_EQ(all_of(in),
              (std::vector{"1 " + name + " 1", "2 " + name + " 1", "4 " + name + " 1"}));
  }
}

TEST(JsonLines, takes_a_line_with_a_nul_for_what_it_is) {
  std::istringstream in(std::string("{\"sensor\":\"a\0b\",\"value\":1}\n{}", 30));
  EXPECT_EQ(all_of(in).size(), 2u);
}

// Gives one line without an end, as long as it is asked for, and another one after it.
class EndlessLine : public std::streambuf {
 public:
  explicit EndlessLine(std::size_t size) : left_(size) {}

 private:
  int_type underflow() override {
    if (left_ == 0) {
      if (last_given_) return traits_type::eof();
      last_given_ = true;
      setg(last_.data(), last_.data(), last_.data() + last_.size());
      return '\n';
    }
    const auto size = std::min(left_, part_.size());
    left_ -= size;
    setg(part_.data(), part_.data(), part_.data() + size);
    return '[';
  }
  std::string part_ = std::string(1 << 16, '[');
  std::string last_ = "\n{\"sensor\": \"b\", \"value\": 2}";
  std::size_t left_;
  bool last_given_ = false;
};

TEST(JsonLines, steps_over_a_line_of_a_gibibyte) {
  EndlessLine buffer(std::size_t{1} << 30);
  std::istream in(&buffer);
  EXPECT_EQ(all_of(in),
            (std::vector<std::string>{
                "1  size: the line is longer than 16 MiB, as no document may be", "2 b 2"}));
}

TEST(JsonLines, throws_the_problems_of_a_line_that_is_taken_for_good) {
  std::istringstream in("{}");
  auto lines = json_lines<Reading>(in);
  EXPECT_THROW((*lines.begin()).value(), ValidationError);
}

}  // namespace
}  // namespace loom::test
