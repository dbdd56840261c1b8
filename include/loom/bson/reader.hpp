#pragma once
// SPDX-License-Identifier: Apache-2.0
// Reads BSON that nobody has checked: every step is bounded by the bytes that are there.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "loom/bson/view.hpp"
#include "loom/info/error.hpp"

namespace loom::bson {

/// Bytes are no BSON; the codec makes a DecodeError of it that names the model.
class Corrupt : public Error {
 public:
  explicit Corrupt(std::string_view reason)
      : Error("bytes that are no BSON: " + std::string(reason)), reason_(reason) {}
  /// "a string of a wrong length"
  std::string_view reason() const noexcept { return reason_; }

 private:
  std::string_view reason_;  // of a literal
};

/// Throws Corrupt. Apart from the reading, which stays small enough to be inlined.
[[noreturn, gnu::cold]] void refuse(std::string_view reason);

/// A place within a document: what is left of it, without its final zero.
struct Cursor {
  const std::uint8_t* at;
  const std::uint8_t* end;

  std::size_t left() const noexcept { return static_cast<std::size_t>(end - at); }
  void need(std::size_t size) const {
    if (left() < size) [[unlikely]]
      refuse("an element that ends after its document");
  }
  template <class Scalar>
  Scalar take() {
    need(sizeof(Scalar));
    Scalar value;
    std::memcpy(&value, at, sizeof value);
    at += sizeof value;
    return value;
  }
  const std::uint8_t* take_bytes(std::size_t size) {
    need(size);
    at += size;
    return at - size;
  }
  /// A string's text, without its final zero; its UTF-8 is the caller's to check. Always inlined,
  /// as half of all that is read are strings.
  [[gnu::always_inline]] std::string_view take_string() {
    const auto size = take<std::int32_t>();
    if (size < 1 || static_cast<std::size_t>(size) > left() || at[size - 1] != 0) [[unlikely]]
      refuse("a string of a wrong length");
    const auto* text = reinterpret_cast<const char*>(at);
    at += size;
    return {text, static_cast<std::size_t>(size) - 1};
  }
  /// An element's name, after its type byte.
  std::string_view take_key() {
    const void* zero = std::memchr(at, 0, left());
    if (!zero) [[unlikely]]
      refuse("an element's name without an end");
    const auto* text = reinterpret_cast<const char*>(at);
    at = static_cast<const std::uint8_t*>(zero) + 1;
    return {text, static_cast<std::size_t>(reinterpret_cast<const char*>(at) - text) - 1};
  }
  /// Steps over the name of an array's element, which says nothing that its place does not.
  void skip_index() {
    if (left() >= 2 && at[0] != 0 && at[1] == 0) [[likely]]
      at += 2;  // one digit
    else
      take_key();
  }
  /// Steps over a document and gives the place of its elements.
  Cursor take_document() {
    need(5);
    std::int32_t size;
    std::memcpy(&size, at, 4);
    if (size < 5 || static_cast<std::size_t>(size) > left() || at[size - 1] != 0) [[unlikely]]
      refuse("a document of a wrong length");
    const Cursor inside{at + 4, at + size - 1};
    at += size;
    return inside;
  }
  /// Steps over the value of an element; what is nested in it is not looked at.
  View take_value(Type type);
};

/// The place of a document's elements. Throws: Corrupt.
inline Cursor open(View document) {
  Cursor whole{document.data(), document.data() + document.size()};
  const Cursor inside = whole.take_document();
  if (whole.at != whole.end) refuse("bytes after the end of the document");
  return inside;
}

/// One element: its name and the bytes of its value.
struct Element {
  Type type;
  std::string_view name;
  View value;

  /// The elements of a document or an array.
  Cursor inside() const { return open(value); }
  bool same_value(const Element& other) const noexcept {
    return type == other.type && value.size() == other.value.size() &&
           std::memcmp(value.data(), other.value.data(), value.size()) == 0;
  }
};

/// Reads the next element, or gives nothing at the end. Throws: Corrupt.
inline std::optional<Element> next(Cursor& cursor) {
  if (cursor.at == cursor.end) return std::nullopt;
  const auto type = static_cast<Type>(*cursor.at++);
  const auto name = cursor.take_key();
  return Element{type, name, cursor.take_value(type)};
}

/// How many elements there are from here on. Throws: Corrupt.
std::size_t count(Cursor elements);

/// The first element with this name in a document. Throws: Corrupt.
std::optional<Element> find(Cursor document, std::string_view name);

/// The same for one name after the other, mostly in the document's own order: `next` is where the
/// last one ended, and where the search begins. Throws: Corrupt.
std::optional<Element> find(Cursor document, Cursor& next, std::string_view name);

/// Text, integers and documents of an element that a server sent; a wrong type gives the fallback.
std::string_view text_of(const std::optional<Element>& element, std::string_view fallback = {});
std::int64_t integer_of(const std::optional<Element>& element, std::int64_t fallback = 0);
bool truth_of(const std::optional<Element>& element);
/// The elements of a document or array; none where it is something else.
Cursor inside_of(const std::optional<Element>& element);

}  // namespace loom::bson
