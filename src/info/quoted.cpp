// SPDX-License-Identifier: Apache-2.0
// Text as JSON writes it.
#include "info/quoted.hpp"

#include "loom/bson/utf8.hpp"

namespace loom::core {

std::string quoted(std::string_view text) {
  const bool is_utf8 = bson::is_utf8(text);
  std::string json = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      json.append(1, '\\').append(1, c);
    } else if (byte < 0x20 || (byte >= 0x80 && !is_utf8)) {
      constexpr std::string_view digits = "0123456789abcdef";
      json.append("\\u00").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    } else {
      json += c;
    }
  }
  return json + '"';
}

}  // namespace loom::core
