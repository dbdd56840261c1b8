// SPDX-License-Identifier: Apache-2.0
// Texts brought to one case: ASCII in place, all else code point by code point with utf8proc's
// tables.

#include "loom/info/str_case.hpp"

#include <utf8proc.h>

#include "loom/bson/utf8.hpp"
#include "loom/info/error.hpp"

namespace loom {
namespace {

constexpr utf8proc_int32_t sharp_s = 0x00DF;
constexpr utf8proc_int32_t capital_i_with_dot = 0x0130;

/// Simple case folding: what Unicode's CaseFolding.txt marks C, or else S.
///
/// It is not tolower(): foldings never change from one Unicode version to the next, and what is
/// stored and indexed must not either.
utf8proc_int32_t fold(utf8proc_int32_t c) {
  // A lower case exists, but it is the folding of Turkish only.
  if (c == capital_i_with_dot) return c;
  utf8proc_int32_t folded[4];
  int boundary = 0;
  const auto size = utf8proc_decompose_char(c, folded, 4, UTF8PROC_CASEFOLD, &boundary);
  // Where the full folding has several code points, the simple one is the lower case.
  return size == 1 ? folded[0] : utf8proc_tolower(c);
}

/// Unicode's simple mapping leaves ß as it is; utf8proc makes it ẞ.
utf8proc_int32_t upper(utf8proc_int32_t c) { return c == sharp_s ? c : utf8proc_toupper(c); }

char ascii_to_case(char c, Case which) {
  const char first = which == Case::lower ? 'A' : 'a';
  const bool changes = c >= first && c <= first + 25;
  return changes ? static_cast<char>(c ^ 0x20) : c;
}

std::string beyond_ascii_to_case(const std::string& text, Case which) {
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  std::string result;
  result.reserve(text.size());
  while (left > 0) {
    utf8proc_int32_t c = 0;
    const auto size = utf8proc_iterate(at, left, &c);
    utf8proc_uint8_t encoded[4];
    const auto length = utf8proc_encode_char(which == Case::lower ? fold(c) : upper(c), encoded);
    result.append(reinterpret_cast<const char*>(encoded), static_cast<std::size_t>(length));
    at += size;
    left -= size;
  }
  return result;
}

}  // namespace

std::string to_case(std::string text, Case which) {
  if (!bson::is_utf8(text))
    throw ValidationError("", "utf8", "A text is UTF-8, and this one is not.");
  if (!bson::detail::is_ascii(text)) return beyond_ascii_to_case(text, which);
  for (char& c : text) c = ascii_to_case(c, which);
  return text;
}

}  // namespace loom
