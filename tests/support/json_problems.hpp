#pragma once
// SPDX-License-Identifier: Apache-2.0
// What from_json says of a text, as lines that a test compares.

#include <string>
#include <vector>

#include "loom/json/from_json.hpp"

namespace loom::test {

/// "items[2].quantity le: must be at most 1000 <5000>"
inline std::vector<std::string> lines_of(const std::vector<Problem>& problems) {
  std::vector<std::string> lines;
  for (const auto& problem : problems)
    lines.push_back(problem.path + " " + problem.rule + ": " + problem.message +
                    (problem.value.empty() ? "" : " <" + problem.value + ">"));
  return lines;
}

template <class T, class... Words>
std::vector<Problem> raw_problems_in(const std::string& text, Words... words) {
  try {
    from_json<T>(text, words...);
    return {};
  } catch (const ValidationError& error) {
    return error.problems();
  }
}

template <class T, class... Words>
std::vector<std::string> problems_in(const std::string& text, Words... words) {
  return lines_of(raw_problems_in<T>(text, words...));
}

}  // namespace loom::test
