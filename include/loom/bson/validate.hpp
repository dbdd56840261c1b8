#pragma once
// SPDX-License-Identifier: Apache-2.0
// The check that bytes from outside are one BSON document. It does not recurse, so no input can
// exhaust the stack.

#include <cstddef>
#include <optional>
#include <string_view>

#include "loom/bson/view.hpp"

namespace loom::bson {

/// What is wrong with some bytes, and where it was seen.
struct Corruption {
  std::size_t offset;
  std::string_view what;  ///< "a string that is not UTF-8"; a literal, without any of the bytes
};

/// Looks for what makes `bytes` something else than exactly one valid document; nothing where it is
/// one.
///
/// Checked are lengths, types, terminating NULs, booleans, the UTF-8 of every string and key, and
/// that at most `max_depth` documents and arrays stand in each other, the outermost counted. Not
/// checked are the keys of arrays, keys that occur twice, and the size, for which the server has
/// its own answers.
std::optional<Corruption> find_corruption(View bytes) noexcept;

/// How many documents and arrays of a valid document stand in each other, the outermost counted.
int depth_of(View document) noexcept;

}  // namespace loom::bson
