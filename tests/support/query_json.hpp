#pragma once
// SPDX-License-Identifier: Apache-2.0
// Filters, updates and pipelines as text, so that a test is one line.

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "loom/info/aggregation.hpp"
#include "loom/info/filter.hpp"
#include "loom/info/update.hpp"

namespace loom::test {

// {"$numberInt": "18"} as 18 and {"$numberDouble": "1.0"} as 1.0; the types stay apart.
inline nlohmann::ordered_json readable(const nlohmann::ordered_json& json) {
  if (json.is_object() && json.size() == 1) {
    const auto name = json.begin().key();
    if (name == "$numberInt") return std::stoi(json.begin()->get<std::string>());
    if (name == "$numberDouble")
      if (const auto text = json.begin()->get<std::string>(); text != "NaN") return std::stod(text);
  }
  auto result = json;
  for (auto& element : result)
    if (element.is_structured()) element = readable(element);
  return result;
}

/// A document in one line: an int32 is 18, a double 18.0, an int64 {"$numberLong":"18"}.
inline std::string json(const Document& document) {
  return readable(nlohmann::ordered_json::parse(document.to_json())).dump();
}
template <class Model>
std::string json(const Filter<Model>& filter) {
  return json(filter.document());
}

/// The terms of an update, one after the other: {"$set":{"state":"paid"}}.
template <class... Terms>
std::string update_json(const Terms&... terms) {
  std::string all;
  for (const auto& term : core::update_terms(terms...))
    all += (all.empty() ? "{\"" : ",\"") + std::string(term.op) + "\":" + json(term.fields);
  return all + "}";
}

/// The stages of a pipeline, each by itself.
template <class Stages>
std::vector<std::string> stages(const Stages& stages) {
  std::vector<std::string> all;
  const core::Pipeline pipeline = stages.pipeline();
  for (const auto& stage : pipeline.stages) all.push_back(json(stage));
  return all;
}

}  // namespace loom::test
