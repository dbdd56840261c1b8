#pragma once
// SPDX-License-Identifier: Apache-2.0
// The bytes of one BSON document, borrowed, and the names of BSON's types.

#include <cstdint>
#include <span>
#include <string_view>

namespace loom::bson {

/// The bytes of one BSON document, borrowed from whoever holds them.
///
/// Source: https://bsonspec.org/spec.html
using View = std::span<const std::uint8_t>;

/// The type byte of a BSON element.
enum class Type : std::uint8_t {
  double_ = 0x01,
  string = 0x02,
  document = 0x03,
  array = 0x04,
  binary = 0x05,
  undefined = 0x06,
  object_id = 0x07,
  boolean = 0x08,
  date = 0x09,
  null = 0x0A,
  regex = 0x0B,
  db_pointer = 0x0C,
  code = 0x0D,
  symbol = 0x0E,
  code_with_scope = 0x0F,
  int32 = 0x10,
  timestamp = 0x11,
  int64 = 0x12,
  decimal128 = 0x13,
  max_key = 0x7F,
  min_key = 0xFF,
};

/// The name that MongoDB's manual and `$type` use: "string", "objectId", "date" …
std::string_view name_of(Type type) noexcept;

/// The subtype of binary data that has its length a second time, before its bytes.
inline constexpr std::uint8_t old_binary_subtype = 2;

/// How deep documents and arrays may be nested, as on the server.
inline constexpr int max_depth = 100;

/// The largest document that the server stores, in bytes.
inline constexpr std::size_t max_document_size = 16 * 1024 * 1024;

}  // namespace loom::bson
