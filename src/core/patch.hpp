#pragma once
// SPDX-License-Identifier: Apache-2.0
// Applies single changes to the bytes of a document, as the server does.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "loom/bson/reader.hpp"
#include "loom/bson/writer.hpp"

namespace loom::core {

/// A place and what stands there afterwards; nothing: it is removed.
struct Edit {
  std::string path;
  std::optional<bson::Element> value;
};

/// Writes `document` with the edits. New fields are appended in the order of their names, as
/// MongoDB does since 5.0, so that the bytes are those that are stored.
void write_patched(bson::Writer& out, bson::View document, std::vector<Edit> edits);

}  // namespace loom::core
