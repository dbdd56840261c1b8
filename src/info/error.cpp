// SPDX-License-Identifier: Apache-2.0
// The texts of errors that name many places at once.

#include "loom/info/error.hpp"

#include <algorithm>

namespace loom {
namespace {

std::string text_of(const Problem& problem) {
  return problem.path.empty() ? problem.message : problem.path + ": " + problem.message;
}

std::string text_of(const Mismatch& mismatch) {
  const auto place = mismatch.path.empty() ? "" : mismatch.path + ": ";
  return place + "expected " + mismatch.expected + ", found " + mismatch.found;
}

template <class Item>
std::string text_of(const std::vector<Item>& items) {
  std::string text;
  for (const auto& item : items) text.append(text.empty() ? "" : "; ").append(text_of(item));
  return text;
}

/// What to do about members that no stored field fills.
std::string remedy(const std::vector<Mismatch>& mismatches) {
  const auto missing = std::count_if(mismatches.begin(), mismatches.end(),
                                     [](const auto& m) { return m.found == "nothing"; });
  if (missing == 0) return "";
  return missing == 1
             ? "; give the missing member a default, make it optional, or name it in `defaults`"
             : "; give the missing members defaults, make them optional, or name them in "
               "`defaults`";
}

}  // namespace

ValidationError::ValidationError(std::vector<Problem> problems)
    : Error((problems.size() == 1 ? "" : std::to_string(problems.size()) + " problems: ") +
            text_of(problems)),
      problems_(std::move(problems)) {}

ValidationError::ValidationError(std::string path, std::string rule, std::string message)
    : ValidationError(
          std::vector<Problem>{{std::move(path), std::move(rule), std::move(message)}}) {}

DecodeError::DecodeError(const std::string& model, std::vector<Mismatch> mismatches)
    : Error("a stored document does not fit " + model +
            (mismatches.size() == 1 ? ": "
                                    : " in " + std::to_string(mismatches.size()) + " places: ") +
            text_of(mismatches) + remedy(mismatches)),
      mismatches_(std::move(mismatches)) {}

}  // namespace loom
