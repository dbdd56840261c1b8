// SPDX-License-Identifier: Apache-2.0
// Parses patterns with RE2: what it takes cannot take exponential time there, and PCRE reads it
// alike.
#include "loom/info/regex.hpp"

#include <re2/re2.h>

#include "loom/bson/utf8.hpp"
#include "loom/info/error.hpp"

namespace loom {

Regex::Regex(std::string_view pattern, std::string_view options)
    : pattern_(pattern), options_(options) {
  re2::RE2::Options quiet;
  quiet.set_log_errors(false);
  const re2::RE2 parsed(re2::StringPiece(pattern.data(), pattern.size()), quiet);
  if (!parsed.ok())
    throw ValidationError("", "regex",
                          "the regular expression does not parse: " + parsed.error() +
                              "; it is written in RE2's syntax");
  if (pattern.find('\0') != std::string_view::npos)
    throw ValidationError("", "regex",
                          "a regular expression holds no NUL: the server ends it there");
}

Regex regex(std::string_view pattern) { return {pattern, ""}; }
Regex regex_ignoring_case(std::string_view pattern) { return {pattern, "i"}; }

std::string core::escaped(std::string_view text, std::string_view path) {
  if (text.find('\0') != std::string_view::npos || !bson::is_utf8(text))
    throw ValidationError(std::string(path), "utf8",
                          "is asked for a text that holds a NUL or is no UTF-8");
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}-/#").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

}  // namespace loom
