#pragma once
// SPDX-License-Identifier: Apache-2.0
// Regular expressions of filters, checked before anything is sent.

#include <memory>
#include <string>
#include <string_view>

namespace loom {

/// A regular expression in RE2's syntax, which the server understands too. It was parsed when it
/// was made.
class Regex {
 public:
  const std::string& pattern() const noexcept { return pattern_; }
  /// As MongoDB takes them: "i" ignores case.
  const std::string& options() const noexcept { return options_; }

 private:
  friend Regex regex(std::string_view pattern);
  friend Regex regex_ignoring_case(std::string_view pattern);
  Regex(std::string_view pattern, std::string_view options);

  std::string pattern_;
  std::string options_;
};

/// A regular expression that matches anywhere in a text.
///
/// Throws: ValidationError, rule "regex", where it does not parse.
/// Source: https://github.com/google/re2/wiki/Syntax
///
///     fld<&Customer::name>.matches(loom::regex("^A.*a$"))
Regex regex(std::string_view pattern);
/// The same, without regard to case.
Regex regex_ignoring_case(std::string_view pattern);

namespace core {

/// A compiled regular expression that a whole text must match.
class WholePattern {
 public:
  /// Throws: ValidationError, rule "regex", where it does not parse.
  explicit WholePattern(std::string_view pattern);
  ~WholePattern();
  WholePattern(const WholePattern&) = delete;
  WholePattern& operator=(const WholePattern&) = delete;
  bool matches(std::string_view text) const;

 private:
  struct Compiled;
  std::unique_ptr<const Compiled> compiled_;
};

/// `text` as a pattern that matches just it. Throws: ValidationError, where it holds a NUL or is no
/// UTF-8.
std::string escaped(std::string_view text, std::string_view path);

}  // namespace core
}  // namespace loom
