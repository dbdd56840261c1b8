#pragma once
// SPDX-License-Identifier: Apache-2.0
// Finds stored fields that a program does not know and that a rewritten value would drop.

#include <string>

#include "loom/bson/reader.hpp"
#include "loom/core/model_info.hpp"

namespace loom::core {

/// Throws a SchemaError that names the fields of `loaded` that `known`, the same value as the
/// program encodes it, lacks. `path` is where both stand.
void require_all_known(const ModelInfo& model, const MemberInfo& member,
                       const bson::Element& loaded, const bson::Element& known,
                       const std::string& path);

}  // namespace loom::core
