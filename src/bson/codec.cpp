// SPDX-License-Identifier: Apache-2.0
// The parts of the codec that need no type of the user's.
#include "loom/bson/codec_containers.hpp"
#include "loom/info/rule_info.hpp"

namespace loom::bson {

std::vector<Mismatch> Mismatches::take() {
  std::vector<Mismatch> mismatches;
  for (auto& met : list_)
    mismatches.push_back({std::move(met.problem.path), std::move(met.expected),
                          std::move(met.found), std::move(met.problem.rule)});
  list_.clear();
  return mismatches;
}

std::vector<Problem> Mismatches::take_problems() {
  std::vector<Problem> problems;
  for (auto& met : list_) {
    if (met.problem.message.empty())
      met.problem.message = "expected " + met.expected + ", found " + met.found;
    met.problem.value = loom::detail::shown(met.problem.value);
    problems.push_back(std::move(met.problem));
  }
  list_.clear();
  return problems;
}

std::string_view problem_of_key(std::string_view key) noexcept {
  if (key.empty()) return "is an empty key";
  if (key.front() == '$') return "is a key that begins with $, which MongoDB takes for an operator";
  if (key.find('.') != std::string_view::npos)
    return "is a key with a dot, which MongoDB takes for a path";
  if (key.find('\0') != std::string_view::npos) return "is a key with a NUL, which ends it in BSON";
  if (!is_utf8(key)) return "is a key that is no UTF-8";
  return {};
}

std::string_view corruption_of(Type type, View value) {
  std::optional<Corruption> corruption;
  if (type == Type::document || type == Type::array) {
    corruption = find_corruption(value);
  } else {
    Writer document;
    const auto start = document.begin();
    document.value(std::string_view("value"), type, value);
    document.end(start);
    corruption = find_corruption(document.bytes());
  }
  return corruption ? corruption->what : std::string_view();
}

void throw_corrupt(std::string_view model, View document, const Corrupt& met) {
  std::string found(met.reason());
  if (const auto corruption = find_corruption(document))
    found = std::string(corruption->what) + ", at byte " + std::to_string(corruption->offset);
  throw DecodeError(std::string(model), {{"", "well-formed BSON", std::move(found)}});
}

}  // namespace loom::bson
