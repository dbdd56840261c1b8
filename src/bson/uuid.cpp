// SPDX-License-Identifier: Apache-2.0
// Making UUIDs from the system's randomness, and reading their text.

#include "loom/bson/uuid.hpp"

#include <unistd.h>

#include "bson/hex.hpp"
#include "loom/info/error.hpp"

namespace loom {
namespace {

/// Whether a hyphen stands before the byte at `index`: 8-4-4-4-12 digits.
constexpr bool hyphen_before(std::size_t index) {
  return index == 4 || index == 6 || index == 8 || index == 10;
}

}  // namespace

Uuid Uuid::generate() {
  Octets bytes;
  if (getentropy(bytes.data(), bytes.size()) != 0)
    throw Error("The system gave no random bytes for a UUID: getentropy() failed.");
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);  // version 4
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);  // the variant of RFC 9562
  return Uuid(bytes);
}

Uuid Uuid::from_string(std::string_view text) {
  const auto refuse = [] {
    return ValidationError("", "uuid",
                           "A UUID is written as 32 hexadecimal digits with four hyphens, like "
                           "73ffd264-44b3-4c69-90e8-e7d1dfc035d4.");
  };
  Octets bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (hyphen_before(i)) {
      if (!text.starts_with('-')) throw refuse();
      text.remove_prefix(1);
    }
    const auto byte = bson::hex_byte(text);
    if (!byte) throw refuse();
    bytes[i] = *byte;
    text.remove_prefix(2);
  }
  if (!text.empty()) throw refuse();
  return Uuid(bytes);
}

std::string Uuid::str() const {
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes_.size(); ++i) {
    if (hyphen_before(i)) text += '-';
    bson::append_hex(text, bytes_[i]);
  }
  return text;
}

}  // namespace loom
