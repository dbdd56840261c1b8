#pragma once
// SPDX-License-Identifier: Apache-2.0
// What an upgrade does to the bytes of a document: members leave, others take their place.

#include <span>
#include <string_view>

#include "loom/bson/document.hpp"
#include "loom/core/model_info.hpp"

namespace loom::core {

/// The version that a stored document says in this field; 0 where it says none.
///
/// Throws: DecodeError, where that is no version.
int stored_version(const ModelInfo& model, bson::View document, std::string_view field);

/// The document without the members `old`, by all their names, and with the fields of `made`.
Document replace_members(bson::View document, std::span<const MemberInfo> old, bson::View made);

/// The document with this version.
Document with_version(bson::View document, std::string_view field, int version);

/// Throws a SchemaError where members that a step replaces hold fields that it does not know:
/// `known` is what it has read, encoded again.
void require_all_known(const ModelInfo& model, std::span<const MemberInfo> members,
                       bson::View loaded, bson::View known);

}  // namespace loom::core
