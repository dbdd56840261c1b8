#pragma once
// SPDX-License-Identifier: Apache-2.0
// Codecs of values that are stored as the bytes that they are: ids, binary data, decimals,
// documents.

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "loom/bson/bytes.hpp"
#include "loom/bson/codec.hpp"
#include "loom/bson/decimal128.hpp"
#include "loom/bson/document.hpp"
#include "loom/bson/object_id.hpp"
#include "loom/bson/uuid.hpp"
#include "loom/bson/validate.hpp"

namespace loom::bson {

template <>
struct Codec<ObjectId> : AlwaysStorable {
  static constexpr Type type = Type::object_id;
  static constexpr std::string_view expected = "an ObjectId";

  template <class Key>
  static bool write(Writer& out, const Key& key, const ObjectId& value) {
    out.open(type, key, 12);
    out.put_bytes(value.bytes().data(), 12);
    return true;
  }
  static bool read(Type found, Cursor& in, ObjectId& value, const Path&, Mismatches&) {
    if (found != type) return false;
    std::array<std::uint8_t, 12> bytes;
    std::memcpy(bytes.data(), in.take_bytes(12), 12);
    value = ObjectId(bytes);
    return true;
  }
};

/// A binary value: its subtype and its bytes.
struct BinaryView {
  std::uint8_t subtype;
  View bytes;
};
inline BinaryView take_binary(Cursor& in) {
  const auto size = in.take<std::int32_t>();
  const auto subtype = in.take<std::uint8_t>();
  if (size < 0) refuse("binary data of a negative length");
  Cursor data{in.take_bytes(static_cast<std::size_t>(size)), in.at};
  if (subtype == old_binary_subtype &&
      static_cast<std::size_t>(data.take<std::int32_t>()) != data.left())
    refuse("binary data of subtype 2 whose two lengths do not agree");
  return {subtype, {data.at, data.left()}};
}
template <class Key>
void put_binary(Writer& out, const Key& key, std::uint8_t subtype, View bytes) {
  const bool is_old = subtype == old_binary_subtype;
  const auto size = bytes.size() + (is_old ? 4 : 0);
  out.open(Type::binary, key, size + 5);
  out.put(static_cast<std::int32_t>(size));
  out.put(subtype);
  if (is_old) out.put(static_cast<std::int32_t>(bytes.size()));
  out.put_bytes(bytes.data(), bytes.size());
}

template <>
struct Codec<Uuid> : AlwaysStorable {
  static constexpr Type type = Type::binary;
  static constexpr std::string_view expected = "a UUID (binary, subtype 4)";
  static constexpr std::uint8_t subtype = 4;

  template <class Key>
  static bool write(Writer& out, const Key& key, const Uuid& value) {
    put_binary(out, key, subtype, value.bytes());
    return true;
  }
  static bool read(Type found, Cursor& in, Uuid& value, const Path& path, Mismatches& mismatches) {
    if (found != type) return false;
    const auto binary = take_binary(in);
    if (binary.subtype != subtype || binary.bytes.size() != 16) {
      mismatches.add(path, expected, "other binary data");
      return true;
    }
    std::array<std::uint8_t, 16> bytes;
    std::memcpy(bytes.data(), binary.bytes.data(), 16);
    value = Uuid(bytes);
    return true;
  }
};

template <>
struct Codec<Bytes> : AlwaysStorable {
  static constexpr Type type = Type::binary;
  static constexpr std::string_view expected = "binary data";

  template <class Key>
  static bool write(Writer& out, const Key& key, const Bytes& value) {
    put_binary(out, key, value.subtype,
               {reinterpret_cast<const std::uint8_t*>(value.data.data()), value.data.size()});
    return true;
  }
  static bool read(Type found, Cursor& in, Bytes& value, const Path&, Mismatches&) {
    if (found != type) return false;
    const auto binary = take_binary(in);
    const auto* bytes = reinterpret_cast<const std::byte*>(binary.bytes.data());
    value.data.assign(bytes, bytes + binary.bytes.size());
    value.subtype = binary.subtype;
    return true;
  }
};

template <>
struct Codec<Decimal128> : AlwaysStorable {
  static constexpr Type type = Type::decimal128;
  static constexpr std::string_view expected = "a Decimal128";

  template <class Key>
  static bool write(Writer& out, const Key& key, const Decimal128& value) {
    out.open(type, key, 16);
    out.put(value.low());
    out.put(value.high());
    return true;
  }
  static bool read(Type found, Cursor& in, Decimal128& value, const Path&, Mismatches&) {
    if (found != type) return false;
    const auto low = in.take<std::uint64_t>();
    value = Decimal128::from_bits(low, in.take<std::uint64_t>());
    return true;
  }
};

template <>
struct Codec<Document> : AlwaysStorable {
  static constexpr Type type = Type::document;
  static constexpr std::string_view expected = "a document";

  template <class Key>
  static bool write(Writer& out, const Key& key, const Document& value) {
    out.document(key, value.bytes());
    out.reaches(depth_of(value.bytes()));
    return true;
  }
  static bool read(Type found, Cursor& in, Document& value, const Path& path,
                   Mismatches& mismatches) {
    if (found != type) return false;
    const auto bytes = in.take_value(type);
    if (const auto corruption = find_corruption(bytes))
      mismatches.add(path, "well-formed BSON", corruption->what);
    else
      value = Document::adopt({bytes.begin(), bytes.end()});
    return true;
  }
};

}  // namespace loom::bson
