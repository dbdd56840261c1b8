// SPDX-License-Identifier: Apache-2.0
// Parses patterns with RE2: what it takes cannot take exponential time there, and PCRE reads it
// alike.
#include "loom/info/regex.hpp"

#include <re2/re2.h>

#include "loom/bson/utf8.hpp"
#include "loom/info/error.hpp"

namespace loom {
namespace {

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

re2::RE2::Options quiet() {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return options;
}

void require_parsed(const re2::RE2& parsed) {
  if (!parsed.ok())
    throw ValidationError("", "regex",
                          "the regular expression does not parse: " + parsed.error() +
                              "; it is written in RE2's syntax");
}

}  // namespace

Regex::Regex(std::string_view pattern, std::string_view options)
    : pattern_(pattern), options_(options) {
  require_parsed(re2::RE2(piece(pattern), quiet()));
  if (pattern.find('\0') != std::string_view::npos)
    throw ValidationError("", "regex",
                          "a regular expression holds no NUL: the server ends it there");
}

Regex regex(std::string_view pattern) { return {pattern, ""}; }
Regex regex_ignoring_case(std::string_view pattern) { return {pattern, "i"}; }

struct core::WholePattern::Compiled {
  re2::RE2 expression;
};

core::WholePattern::WholePattern(std::string_view pattern)
    : compiled_(new Compiled{re2::RE2(piece(pattern), quiet())}) {
  require_parsed(compiled_->expression);
}
core::WholePattern::~WholePattern() = default;

bool core::WholePattern::matches(std::string_view text) const {
  return re2::RE2::FullMatch(piece(text), compiled_->expression);
}

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
