#pragma once
// SPDX-License-Identifier: Apache-2.0
// A place in a document while it is read, checked or written.

#include <cstddef>
#include <string>
#include <string_view>

namespace loom::bson {

/// A place in a document; its text is made only for an error.
struct Path {
  const Path* parent = nullptr;
  std::string_view name;  // of a member or a map's key; empty for an element of an array
  std::size_t index = 0;

  /// "items[2].quantity"
  std::string text() const {
    std::string before = parent ? parent->text() : std::string();
    if (name.data() == nullptr) return before + "[" + std::to_string(index) + "]";
    return before.empty() ? std::string(name) : before + "." + std::string(name);
  }
};

}  // namespace loom::bson
