#pragma once
// SPDX-License-Identifier: Apache-2.0
// What Loom makes of a JSON text that should be a model: the same is asked of Pydantic.

#include <loom/loom.hpp>

#include <map>
#include <string>
#include <string_view>

namespace loom::oracle {

/// The answer for one text, as a line of JSON: {"taken": <what to_json writes>} or {"problems": …}.
template <class M>
std::string judge(std::string_view text) {
  try {
    return R"({"taken":)" + to_json(from_json<M>(text)) + "}";
  } catch (const ValidationError& error) {
    return R"({"problems":)" + error.to_json() + "}";
  }
}

/// The models by their names.
using Models = std::map<std::string, std::string (*)(std::string_view), std::less<>>;

extern const Models models_of_values;   // one member, of each type
extern const Models models_of_rules;    // values that keep rules
extern const Models models_of_structs;  // structs within structs

}  // namespace loom::oracle
