#pragma once
// SPDX-License-Identifier: Apache-2.0
// Hexadecimal digits, for the texts of ids.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loom::bson {

/// The value of one hexadecimal digit in either case; nothing where it is none.
constexpr std::optional<std::uint8_t> hex_digit(char digit) noexcept {
  if (digit >= '0' && digit <= '9') return static_cast<std::uint8_t>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<std::uint8_t>(digit - 'a' + 10);
  if (digit >= 'A' && digit <= 'F') return static_cast<std::uint8_t>(digit - 'A' + 10);
  return std::nullopt;
}

/// The byte that the first two characters of `text` name; nothing where they are no digits.
constexpr std::optional<std::uint8_t> hex_byte(std::string_view text) noexcept {
  if (text.size() < 2) return std::nullopt;
  const auto high = hex_digit(text[0]);
  const auto low = hex_digit(text[1]);
  if (!high || !low) return std::nullopt;
  return static_cast<std::uint8_t>(*high << 4 | *low);
}

inline void append_hex(std::string& text, std::uint8_t byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  text += digits[byte >> 4];
  text += digits[byte & 0x0F];
}

}  // namespace loom::bson
