#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which events of a change stream are wanted, in words about the documents that stand in them.

#include <string_view>

#include "loom/bson/document.hpp"

namespace loom::core {

/// The `$match` over the events of a change stream that a filter of documents means.
///
/// An insert, an update, a replacement are judged by the document after it, an erasure by the one
/// before it where `images` are kept. What nobody can judge comes through: an erasure without
/// images, an update whose document is gone. So does the end of the collection.
///
/// Throws: ValidationError (an operator that speaks of the whole document, as $expr).
Document change_filter(const Document& filter, bool images, std::string_view operation);

}  // namespace loom::core
