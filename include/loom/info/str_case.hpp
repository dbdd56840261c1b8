#pragma once
// SPDX-License-Identifier: Apache-2.0
// Strings in one case only, so that "Ada@Example.ORG" and "ada@example.org" are one value: in the
// program, in a query, in a unique index.

#include <compare>
#include <concepts>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace loom {

enum class Case : bool { lower, upper };

/// `text` in that case, by Unicode: folded (lower) or upper, one code point for each, in no locale.
///
/// Composed and decomposed letters stay as they are: "é" of one and of two code points differ.
///
/// Throws: ValidationError, rule "utf8".
std::string to_case(std::string text, Case which);

/// A string that is brought to one case whenever it is made or assigned; see StrLower and StrUpper.
///
/// BSON:   string
/// Throws: ValidationError, rule "utf8".
template <Case which>
class CasedStr {
 public:
  CasedStr() noexcept = default;
  CasedStr(std::string text) : text_(to_case(std::move(text), which)) {}
  CasedStr(std::string_view text) : CasedStr(std::string(text)) {}
  CasedStr(const char* text) : CasedStr(std::string(text)) {}

  const std::string& get() const noexcept { return text_; }
  operator const std::string&() const noexcept { return text_; }
  operator std::string_view() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

  friend bool operator==(const CasedStr&, const CasedStr&) noexcept = default;
  friend auto operator<=>(const CasedStr&, const CasedStr&) noexcept = default;

  // Templates, so that a text is an exact match: else the conversion to string_view would compete.
  template <class Text>
  static constexpr bool is_text =
      std::convertible_to<const Text&, std::string_view> &&
      !std::same_as<Text, CasedStr<Case::lower>> && !std::same_as<Text, CasedStr<Case::upper>>;

  template <class Text>
    requires is_text<Text>
  friend bool operator==(const CasedStr& a, const Text& text) {
    return a == CasedStr(std::string_view(text));
  }
  template <class Text>
    requires is_text<Text>
  friend std::strong_ordering operator<=>(const CasedStr& a, const Text& text) {
    return a <=> CasedStr(std::string_view(text));
  }

 private:
  std::string text_;
};

/// A string in lower case, by Unicode's simple case folding: queries for it are folded too.
///
///     loom::StrLower email = "Ada@Example.ORG";  // ada@example.org
using StrLower = CasedStr<Case::lower>;

/// A string in upper case, by Unicode's simple mapping.
///
///     loom::StrUpper country = "fr";  // FR
using StrUpper = CasedStr<Case::upper>;

}  // namespace loom

template <loom::Case which>
struct std::hash<loom::CasedStr<which>> {
  std::size_t operator()(const loom::CasedStr<which>& text) const noexcept {
    return std::hash<std::string>{}(text.get());
  }
};
