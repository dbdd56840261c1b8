// SPDX-License-Identifier: Apache-2.0
// Reads the log of a server that ended, for the error that says why.

#include "connect/local_server/server_log.hpp"

#include <cctype>
#include <deque>
#include <fstream>
#include <optional>
#include <string_view>

#include "connect/local_server/bson_path.hpp"

namespace loom::core::local_server {
namespace {

constexpr std::size_t lines_shown = 5;
constexpr std::size_t line_length = 300;

struct Line {
  std::string words;
  bool serious;  // a warning or worse
};

/// The last lines of one kind, each once.
class Last {
 public:
  void add(const std::string& words) {
    if (!lines_.empty() && lines_.back() == words) return;
    lines_.push_back(words);
    if (lines_.size() > lines_shown) lines_.pop_front();
  }
  bool empty() const noexcept { return lines_.empty(); }
  std::string text() const {
    std::string result;
    for (const auto& line : lines_) result += "\n  " + line;
    return result;
  }

 private:
  std::deque<std::string> lines_;
};

std::string in_one_line(std::string_view text) {
  std::string result;
  for (const char c : text.substr(0, line_length)) {
    const bool printable = !std::iscntrl(static_cast<unsigned char>(c)) && c != ' ';
    if (printable) result += c;
    if (!printable && !result.empty() && result.back() != ' ') result += ' ';
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

// mongod puts the reason beside the message, in one of these places.
std::string in_words(const bson_t& entry) {
  std::string words(text_at(entry, "msg"));
  for (const char* path : {"attr.error", "attr.error.errmsg", "attr.message", "attr.message.msg"})
    if (const auto reason = text_at(entry, path); !reason.empty())
      words.append(": ").append(reason);
  return in_one_line(words);
}

std::optional<Line> read(const std::string& line) {
  if (!line.starts_with('{')) {  // of the shell, or of mongod before it has a log
    auto words = in_one_line(line);
    if (words.empty()) return std::nullopt;
    return Line{std::move(words), true};
  }
  bson_t entry;
  if (!bson_init_from_json(&entry, line.data(), static_cast<ssize_t>(line.size()), nullptr))
    return std::nullopt;
  const auto severity = text_at(entry, "s");
  Line result{in_words(entry), severity == "F" || severity == "E" || severity == "W"};
  bson_destroy(&entry);
  return result;
}

}  // namespace

std::string last_words(const std::filesystem::path& log) {
  std::ifstream file(log);
  Last serious, all;
  for (std::string line; std::getline(file, line);)
    if (const auto found = read(line)) {
      all.add(found->words);
      if (found->serious) serious.add(found->words);
    }
  return serious.empty() ? all.text() : serious.text();
}

}  // namespace loom::core::local_server
