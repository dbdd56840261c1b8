#pragma once
// SPDX-License-Identifier: Apache-2.0
// Whether a text is UTF-8. Every string that is written or read passes through here, so it is
// inline and looks at eight bytes at a time.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loom::bson {

namespace detail {

/// True where one of the `sizeof(Word)` bytes at `text` is beyond ASCII.
template <class Word>
bool beyond_ascii(const char* text) noexcept {
  Word word;
  std::memcpy(&word, text, sizeof word);
  return (word & static_cast<Word>(0x8080808080808080)) != 0;
}

/// True where all bytes are ASCII. The last word overlaps the one before it: no loop over single
/// bytes.
[[gnu::always_inline]] inline bool is_ascii(std::string_view text) noexcept {
  const char* const first = text.data();
  const std::size_t size = text.size();
  if (size >= 8) {
    for (std::size_t at = 0; at + 8 < size; at += 8)
      if (beyond_ascii<std::uint64_t>(first + at)) return false;
    return !beyond_ascii<std::uint64_t>(first + size - 8);
  }
  if (size >= 4) {
    return !beyond_ascii<std::uint32_t>(first) && !beyond_ascii<std::uint32_t>(first + size - 4);
  }
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

/// How many bytes the code point at the start of `[at, end)` has; 0 where it is none.
inline std::size_t code_point_size(const unsigned char* at, const unsigned char* end) noexcept {
  const unsigned char lead = *at;
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || static_cast<std::size_t>(end - at) < size) return 0;
  // The second byte's range shuts out overlong forms, surrogates and what is beyond U+10FFFF.
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (at[1] < low || at[1] > high) return 0;
  for (std::size_t i = 2; i < size; ++i)
    if ((at[i] & 0xC0) != 0x80) return 0;
  return size;
}

// Of a text that is not ASCII alone.
[[gnu::noinline]] inline bool is_long_utf8(std::string_view text) noexcept {
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  while (at != end) {
    const std::size_t size = code_point_size(at, end);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

}  // namespace detail

/// True where `text` is UTF-8; a NUL is a character as any other.
///
/// Source: https://www.rfc-editor.org/rfc/rfc3629#section-4
[[gnu::always_inline]] inline bool is_utf8(std::string_view text) noexcept {
  return detail::is_ascii(text) || detail::is_long_utf8(text);
}

}  // namespace loom::bson
