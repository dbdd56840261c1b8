// SPDX-License-Identifier: Apache-2.0
// A gigabyte of JSON in one line, made while it is read: it is refused, and takes no more memory
// than is set aside for one line.

#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <istream>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

#include "loom/loom.hpp"
#include "support/child.hpp"

namespace loom::test {
namespace {

struct Tree {
  std::string name;
  std::vector<Tree> children;
};

/// A stream that makes its text as it is read: a beginning, a piece many times, an end.
class Generated : public std::streambuf {
 public:
  Generated(std::string beginning, std::string_view piece, std::uint64_t size, std::string end)
      : parts_{std::move(beginning), {}, std::move(end)} {
    while (parts_[1].size() < (1 << 16)) parts_[1] += piece;
    left_[1] = size / parts_[1].size();
  }

 private:
  int_type underflow() override {
    while (part_ < 3 && (left_[part_] == 0 || parts_[part_].empty())) ++part_;
    if (part_ == 3) return traits_type::eof();
    --left_[part_];
    auto& text = parts_[part_];
    setg(text.data(), text.data(), text.data() + text.size());
    return traits_type::to_int_type(*gptr());
  }

  std::string parts_[3];
  std::uint64_t left_[3] = {1, 1, 1};
  std::size_t part_ = 0;
};

Generated gigabyte_of(std::string_view kind) {
  const auto made = [](std::string beginning, std::string_view piece, std::string end) {
    return Generated(std::move(beginning), piece, std::uint64_t{1} << 30,
                     std::move(end) + "\n{\"name\":\"last\"}\n");
  };
  if (kind == "one_text") return made(R"({"name":")", "abcdefgh", R"("})");
  if (kind == "elements")
    return made(R"({"name":"a","children":[{"name":"b"})", R"(,{"name":"b"})", "]}");
  if (kind == "spaces") return made("{", " ", R"("name":"a"})");
  return made("", "[", "");
}

/// What becomes of each line.
std::string said_of_lines(std::istream& in) {
  std::string said;
  for (auto& line : json_lines<Tree>(in))
    said += line ? line->name + ". " : line.problems().front().rule + ". ";
  return said;
}

/// What becomes of the stream as one text.
std::string said_of_the_whole(std::istream& in) {
  try {
    return from_json<Tree>(in).name + ". ";
  } catch (const ValidationError& error) {
    return error.problems().front().rule + ". ";
  }
}

long peak_mebibytes() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (long kibibytes = 0; word == "VmHWM:" && status >> kibibytes) return kibibytes / 1024;
  throw std::runtime_error("no peak of memory");
}

TEST(DISABLED_Gigabyte, is_read) {
  play(std::to_string(peak_mebibytes()), [](std::string_view kind) {
    const bool whole = kind.starts_with("whole ");
    auto made = gigabyte_of(whole ? kind.substr(6) : kind);
    std::istream in(&made);
    const auto said = whole ? said_of_the_whole(in) : said_of_lines(in);
    return said + std::to_string(peak_mebibytes());
  });
}

/// What a process of its own says, and by how much its peak rose: the peak never falls.
std::pair<std::string, long> read_by_a_child(const std::string& what) {
  // The address sanitizer keeps what is freed; not here, where memory is measured.
  Child child("DISABLED_Gigabyte.is_read", {{"ASAN_OPTIONS", "quarantine_size_mb=1"}});
  const long before = std::stol(child.answer());
  const std::string answer = child.ask(what);
  const auto number = answer.rfind(' ') + 1;
  return {answer.substr(0, number), std::stol(answer.substr(number)) - before};
}

class Gigabyte : public ::testing::TestWithParam<std::string> {};

TEST_P(Gigabyte, in_one_line_is_refused_and_the_next_line_is_read) {
  const auto [said, mebibytes] = read_by_a_child(GetParam());
  EXPECT_EQ(said, "size. last. ");
  EXPECT_LT(mebibytes, 64);
}

TEST_P(Gigabyte, in_one_text_is_refused_once_too_much_is_read) {
  const auto [said, mebibytes] = read_by_a_child("whole " + GetParam());
  EXPECT_EQ(said, "size. ");
  EXPECT_LT(mebibytes, 256);
}

INSTANTIATE_TEST_SUITE_P(Of, Gigabyte,
                         ::testing::Values("one_text", "elements", "spaces", "brackets"),
                         [](const auto& kind) { return kind.param; });

}  // namespace
}  // namespace loom::test
