// SPDX-License-Identifier: Apache-2.0
// Making object ids and reading their text. The driver makes them: its counter and its random
// number start anew in a child after fork().

#include "loom/bson/object_id.hpp"

#include <bson/bson.h>

#include "bson/hex.hpp"
#include "loom/info/error.hpp"

namespace loom {

ObjectId ObjectId::generate() {
  bson_oid_t made;
  bson_oid_init(&made, nullptr);
  return ObjectId(std::to_array(made.bytes));
}

ObjectId ObjectId::from_string(std::string_view hex) {
  const auto refuse = [] {
    return ValidationError("", "object_id", "An ObjectId is written as 24 hexadecimal digits.");
  };
  Octets bytes;
  if (hex.size() != 2 * bytes.size()) throw refuse();
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = bson::hex_byte(hex.substr(2 * i));
    if (!byte) throw refuse();
    bytes[i] = *byte;
  }
  return ObjectId(bytes);
}

std::string ObjectId::str() const {
  std::string text;
  text.reserve(2 * bytes_.size());
  for (const std::uint8_t byte : bytes_) bson::append_hex(text, byte);
  return text;
}

}  // namespace loom
