// SPDX-License-Identifier: Apache-2.0
// How the command says things: in lines for people, in JSON for programs.

#include "output.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "loom/bson/document.hpp"
#include "loom/bson/utf8.hpp"

namespace loom::command {

std::string in_one_line(std::string_view text) {
  std::string line;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\n') {
      line += text[at];
      continue;
    }
    // A list: its first line follows a colon.
    line += line.ends_with(':') ? " " : "; ";
    at = std::min(text.find_first_not_of(" \n", at), text.size()) - 1;
  }
  return line;
}

std::string in_bytes(std::uintmax_t size) {
  constexpr std::array units = {"KiB", "MiB", "GiB", "TiB"};
  if (size < 1024) return std::to_string(size) + " bytes";
  auto number = static_cast<double>(size) / 1024;
  std::size_t unit = 0;
  for (; number >= 1024 && unit + 1 < units.size(); ++unit) number /= 1024;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %s", number, units[unit]);
  return text.data();
}

std::string in_time(std::chrono::seconds duration) {
  struct Unit {
    std::int64_t seconds;
    const char* name;
  };
  constexpr std::array units = {Unit{86400, "d"}, Unit{3600, "h"}, Unit{60, "min"}, Unit{1, "s"}};
  auto left = duration.count();
  std::string text;
  int used = 0;
  for (const auto& unit : units) {
    const auto number = left / unit.seconds;
    left %= unit.seconds;
    if (number == 0 && used == 0 && unit.seconds != 1) continue;
    if (number != 0 || used == 0)
      text += (used ? " " : "") + std::to_string(number) + " " + unit.name;
    if (++used == 2) break;
  }
  return text;
}

std::string json_of(bson::View document) {
  return Document::from_bytes(document).to_relaxed_json();
}

std::string as_text(std::string_view name) {
  std::string text(name);
  if (bson::is_utf8(text)) return text;
  for (char& c : text)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return text;
}

}  // namespace loom::command
