#pragma once
// SPDX-License-Identifier: Apache-2.0
// A struct in the server's dialect of JSON Schema: draft 4 with "bsonType", without "$ref",
// "format", "const".

#include <string>

#include "loom/core/struct_info.hpp"

namespace loom::core {

/// The schema as extended JSON. A struct that holds itself is described one level deep.
///
/// Source: https://www.mongodb.com/docs/manual/reference/operator/query/jsonSchema/
std::string server_schema(const StructInfo& root, const std::string& description);

}  // namespace loom::core
