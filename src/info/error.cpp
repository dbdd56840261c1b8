// SPDX-License-Identifier: Apache-2.0
// The texts of errors that name many places at once.

#include "loom/info/error.hpp"

#include <algorithm>

#include "info/quoted.hpp"

namespace loom {
namespace {

std::string text_of(const Problem& problem, const std::string& subject) {
  if (!problem.path.empty()) return problem.path + ": " + problem.message;
  return subject.empty() ? problem.message : subject + " " + problem.message;
}

std::string message_of(const Mismatch& mismatch) {
  return "expected " + mismatch.expected + ", found " + mismatch.found;
}
std::string text_of(const Mismatch& mismatch) {
  return (mismatch.path.empty() ? "" : mismatch.path + ": ") + message_of(mismatch);
}

template <class Item, class... Subject>
std::string text_of_all(const std::vector<Item>& items, const Subject&... subject) {
  std::string text;
  for (const auto& item : items)
    text.append(text.empty() ? "" : "; ").append(text_of(item, subject...));
  return text;
}

/// What to do about members that no stored field fills.
std::string remedy(const std::vector<Mismatch>& mismatches) {
  const auto missing = std::count_if(mismatches.begin(), mismatches.end(),
                                     [](const auto& m) { return m.rule == "missing"; });
  if (missing == 0) return "";
  return missing == 1
             ? "; give the missing member a default, make it optional, or name it in `defaults`"
             : "; give the missing members defaults, make them optional, or name them in "
               "`defaults`";
}

}  // namespace

std::string to_json(const std::vector<Problem>& problems) {
  std::string text = "[";
  for (const auto& problem : problems) {
    text += text.size() > 1 ? R"(,{"path":)" : R"({"path":)";
    text += core::quoted(problem.path) + R"(,"rule":)" + core::quoted(problem.rule) +
            R"(,"message":)" + core::quoted(problem.message) + R"(,"value":)" +
            core::quoted(problem.value);
    if (problem.line != 0)
      text += R"(,"line":)" + std::to_string(problem.line) + R"(,"column":)" +
              std::to_string(problem.column);
    text += "}";
  }
  return text + "]";
}

ValidationError::ValidationError(std::vector<Problem> problems, const std::string& subject)
    : Error((problems.size() == 1 ? "" : std::to_string(problems.size()) + " problems: ") +
            text_of_all(problems, subject)),
      problems_(std::move(problems)) {}

ValidationError::ValidationError(std::string path, std::string rule, std::string message)
    : ValidationError(
          std::vector<Problem>{{std::move(path), std::move(rule), std::move(message)}}) {}

DecodeError::DecodeError(const std::string& model, std::vector<Mismatch> mismatches)
    : Error("a stored document does not fit " + model +
            (mismatches.size() == 1 ? ": "
                                    : " in " + std::to_string(mismatches.size()) + " places: ") +
            text_of_all(mismatches) + remedy(mismatches)),
      mismatches_(std::move(mismatches)) {}

std::vector<Problem> DecodeError::problems() const {
  std::vector<Problem> problems;
  for (const auto& mismatch : mismatches_)
    problems.push_back({mismatch.path, mismatch.rule, message_of(mismatch), {}});
  return problems;
}

}  // namespace loom
