#pragma once
// SPDX-License-Identifier: Apache-2.0
// The lines of a CSV file. What does not fit is an error that names the file and the line.

#include <charconv>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace examples {

using Fields = std::vector<std::string>;

/// Splits at commas that stand outside of quotes.
inline Fields split(std::string_view line) {
  Fields fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
  }
  return fields;
}

template <class Number>
Number number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::runtime_error("a number is expected");
  return value;
}

/// Calls `take` with the fields of each line below the `header`. Throws: std::runtime_error.
template <class Take>
void read_lines(const std::filesystem::path& file, std::string_view header, Take take) {
  std::ifstream in(file);
  std::string line;
  if (!std::getline(in, line))
    throw std::runtime_error("cannot read " + file.string() +
                             ": run this from the project's root, or name the folder of the data");
  if (line != header)
    throw std::runtime_error(file.string() + " begins with other columns than " +
                             std::string(header));
  const auto columns = split(header).size();
  for (int number = 2; std::getline(in, line); ++number) try {
      const auto fields = split(line);
      if (fields.size() != columns) throw std::runtime_error("it has another number of columns");
      take(fields);
    } catch (const std::exception& error) {
      throw std::runtime_error(file.string() + ", line " + std::to_string(number) + ": " +
                               error.what());
    }
}

}  // namespace examples
