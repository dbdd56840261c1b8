#pragma once
// SPDX-License-Identifier: Apache-2.0
// Writes BSON into one growing buffer. Who writes values that come from a user checks them first.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>

#include "loom/bson/view.hpp"

namespace loom::bson {

static_assert(std::endian::native == std::endian::little, "BSON is written as the machine has it");

/// An element's name with its final zero, of a length that the compiler knows.
template <std::size_t Size>
struct FixedKey {
  char text[Size + 1] = {};
  consteval explicit FixedKey(std::string_view name) {
    for (std::size_t i = 0; i < Size; ++i) text[i] = name[i];
  }
  constexpr std::string_view name() const noexcept { return {text, Size}; }
};

/// A buffer that a document is written into, front to back.
///
///     Writer out;
///     const auto start = out.begin();
///     out.string("name", "Ada");
///     out.end(start);
///     use(out.bytes());
class Writer {
 public:
  Writer() = default;

  /// What was written so far: a document, once the outermost one has ended.
  View bytes() const noexcept { return {buffer_.get(), size()}; }
  std::size_t size() const noexcept { return static_cast<std::size_t>(at_ - buffer_.get()); }
  /// Forgets what was written and keeps the memory.
  void clear() noexcept {
    at_ = buffer_.get();
    depth_ = deepest_ = 0;
  }
  /// How many documents and arrays stand in each other, the outermost counted.
  int deepest() const noexcept { return deepest_; }
  /// Counts the levels of a document that was written whole.
  void reaches(int levels) noexcept {
    if (depth_ + levels > deepest_) deepest_ = depth_ + levels;
  }

  /// Begins a document or an array; what it gives belongs to `end`.
  std::size_t begin() {
    if (++depth_ > deepest_) deepest_ = depth_;
    const std::size_t start = size();
    room(4);
    at_ += 4;
    return start;
  }
  void end(std::size_t start) {
    --depth_;
    room(1);
    *at_++ = 0;
    const auto length = static_cast<std::int32_t>(size() - start);
    std::memcpy(buffer_.get() + start, &length, 4);
  }

  /// Begins an element whose value takes `size` bytes, which are then put with `put` and
  /// `put_bytes`.
  template <std::size_t Size>
  void open(Type type, const FixedKey<Size>& key, std::size_t size) {
    room(Size + 2 + size);
    *at_ = static_cast<std::uint8_t>(type);
    std::memcpy(at_ + 1, key.text, Size + 1);
    at_ += Size + 2;
  }
  void open(Type type, std::string_view key, std::size_t size) {
    room(key.size() + 2 + size);
    *at_++ = static_cast<std::uint8_t>(type);
    put_bytes(key.data(), key.size());
    *at_++ = 0;
  }
  template <class Scalar>
    requires std::is_arithmetic_v<Scalar>
  void put(Scalar value) noexcept {
    std::memcpy(at_, &value, sizeof value);
    at_ += sizeof value;
  }
  void put_bytes(const void* data, std::size_t size) noexcept {
    if (size != 0) std::memcpy(at_, data, size);
    at_ += size;
  }

  template <class Key>
  std::size_t begin_document(const Key& key) {
    open(Type::document, key, 4);  // the room that begin() takes
    return begin();
  }
  template <class Key>
  std::size_t begin_array(const Key& key) {
    open(Type::array, key, 4);
    return begin();
  }
  template <class Key>
  void string(const Key& key, std::string_view value) {
    open(Type::string, key, value.size() + 5);
    put(static_cast<std::int32_t>(value.size() + 1));
    put_bytes(value.data(), value.size());
    *at_++ = 0;
  }
  template <class Key>
  void int32(const Key& key, std::int32_t value) {
    open(Type::int32, key, 4);
    put(value);
  }
  template <class Key>
  void int64(const Key& key, std::int64_t value) {
    open(Type::int64, key, 8);
    put(value);
  }
  template <class Key>
  void boolean(const Key& key, bool value) {
    open(Type::boolean, key, 1);
    *at_++ = value;
  }
  template <class Key>
  void date(const Key& key, std::int64_t milliseconds) {
    open(Type::date, key, 8);
    put(milliseconds);
  }
  template <class Key>
  void null(const Key& key) {
    open(Type::null, key, 0);
  }
  /// An element whose value's bytes are already there: a document, an array, a copied element.
  template <class Key>
  void value(const Key& key, Type type, View bytes) {
    open(type, key, bytes.size());
    put_bytes(bytes.data(), bytes.size());
  }
  template <class Key>
  void document(const Key& key, View bytes) {
    value(key, Type::document, bytes);
  }

  /// Makes sure that `size` more bytes fit.
  void room(std::size_t size) {
    if (static_cast<std::size_t>(limit_ - at_) < size) [[unlikely]]
      grow(size);
  }

 private:
  void grow(std::size_t size);

  std::unique_ptr<std::uint8_t[]> buffer_;
  std::uint8_t* at_ = nullptr;
  std::uint8_t* limit_ = nullptr;
  int depth_ = 0;
  int deepest_ = 0;
};

/// The decimal text of an array's index, which is its element's name.
class IndexKey {
 public:
  explicit IndexKey(std::size_t index) noexcept {
    do text_[--begin_] = static_cast<char>('0' + index % 10);
    while (index /= 10);
  }
  operator std::string_view() const noexcept { return {text_ + begin_, sizeof text_ - begin_}; }

 private:
  char text_[20];
  std::size_t begin_ = sizeof text_;
};

}  // namespace loom::bson
