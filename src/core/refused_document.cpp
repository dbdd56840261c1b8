// SPDX-License-Identifier: Apache-2.0
// Why the server's validator refused a document.

#include "core/refused_document.hpp"

#include <string>

namespace loom::core {
namespace {

/// The server's report is a tree: a rule, and below it the properties, items and clauses that broke
/// it.
class Report {
 public:
  std::vector<Problem> take(bson::Cursor details) {
    read(details, "", 0);
    return std::move(problems_);
  }

 private:
  void read(bson::Cursor details, std::string path, int depth) {
    if (depth > bson::max_depth) return;
    if (const auto index = bson::find(details, "itemIndex"))
      path += "[" + std::to_string(bson::integer_of(index)) + "]";
    const auto rule = std::string(bson::text_of(bson::find(details, "operatorName")));
    bool has_parts = false;
    while (const auto element = bson::next(details)) {
      if (element->name == "missingProperties") {
        auto names = bson::inside_of(element);
        while (const auto name = bson::next(names))
          add(below(path, bson::text_of(name)), "required", "is missing");
      } else if (element->name == "details" && element->type == bson::Type::document) {
        read(bson::inside_of(element), path, depth + 1);
      } else if (element->name.ends_with("NotSatisfied") || element->name == "details") {
        read_parts(bson::inside_of(element), path, depth);
      } else {
        continue;
      }
      has_parts = true;
    }
    if (!has_parts && !rule.empty()) add(path, rule, "breaks the rule \"" + rule + "\"");
  }

  void read_parts(bson::Cursor parts, const std::string& path, int depth) {
    while (const auto part = bson::next(parts)) {
      const auto inside = bson::inside_of(part);
      auto place = path;
      if (const auto name = bson::find(inside, "propertyName"))
        place = below(path, bson::text_of(name));
      read(inside, place, depth + 1);
    }
  }

  static std::string below(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
  }

  void add(const std::string& path, std::string rule, std::string message) {
    problems_.push_back({path, std::move(rule), std::move(message)});
  }

  std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> problems_in(bson::Cursor error_info) {
  return Report().take(bson::inside_of(bson::find(error_info, "details")));
}

}  // namespace loom::core
