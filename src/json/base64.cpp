// SPDX-License-Identifier: Apache-2.0
// Bytes as text of 64 characters.
#include "json/base64.hpp"

#include <array>
#include <cstdint>

namespace loom::json {
namespace {

constexpr std::string_view digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t no_digit = 64;
constexpr auto values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(no_digit);
  for (std::size_t i = 0; i < digits.size(); ++i)
    table[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return table;
}();

}  // namespace

void append_base64(std::string& text, const std::byte* bytes, std::size_t size) {
  for (std::size_t at = 0; at < size; at += 3) {
    const std::size_t here = std::min<std::size_t>(3, size - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < here ? static_cast<std::uint32_t>(bytes[at + i]) : 0);
    for (std::size_t i = 0; i < 4; ++i)
      text += i <= here ? digits[group >> (18 - 6 * i) & 63] : '=';
  }
}

bool from_base64(std::string_view text, std::vector<std::byte>& bytes) {
  if (text.size() % 4 != 0) return false;
  bytes.clear();
  bytes.reserve(text.size() / 4 * 3);
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  for (std::size_t at = 0; at < text.size(); at += 4) {
    const std::size_t unused = at + 4 == text.size() ? padding : 0;
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto value = i < 4 - unused ? values[static_cast<unsigned char>(text[at + i])] : 0;
      if (value == no_digit) return false;
      group = group << 6 | static_cast<std::uint32_t>(value);
    }
    // Bits that no byte takes would be a second text for the same bytes.
    if ((group & ((1u << 8 * unused) - 1)) != 0) return false;
    for (std::size_t i = 0; i < 3 - unused; ++i)
      bytes.push_back(static_cast<std::byte>(group >> (16 - 8 * i)));
  }
  return true;
}

}  // namespace loom::json
