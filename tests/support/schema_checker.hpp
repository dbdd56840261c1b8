#pragma once
// SPDX-License-Identifier: Apache-2.0
// JSON Schemas and values as PyPI's jsonschema judges them.

#include <string>
#include <vector>

namespace loom::test {

/// What is wrong with each value by this schema: "", or a place and a keyword ("$.age minimum"). In
/// front of them, what is wrong with the schema by its meta-schema. One process judges all.
std::vector<std::string> judge_by_schema(const std::string& schema,
                                         const std::vector<std::string>& values);

}  // namespace loom::test
