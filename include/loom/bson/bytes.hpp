#pragma once
// SPDX-License-Identifier: Apache-2.0
// Bytes that mean nothing to the database: a picture, a digest, a file.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loom {

/// Bytes as they are, with BSON's mark of what they are.
///
/// For the old subtype 2 `data` is the bytes alone, without the length that BSON repeats before
/// them.
///
/// BSON:   binary, subtype as given
/// Source: https://bsonspec.org/spec.html
struct Bytes {
  std::vector<std::byte> data;
  std::uint8_t subtype = 0;  ///< 0 generic, 5 MD5, 6 encrypted, 128 and above the user's own

  friend bool operator==(const Bytes&, const Bytes&) = default;
};

}  // namespace loom
