#pragma once
// SPDX-License-Identifier: Apache-2.0
// Values as template arguments: a number, an enumerator, a text.

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace loom {
namespace detail {

/// A value that is written in the program: `3`, `State::paid`, `"EUR"`.
template <class T>
struct Literal {
  T content;
  consteval explicit(false) Literal(T value) : content(value) {}
  constexpr T value() const noexcept { return content; }
};
template <std::size_t Size>
struct Literal<char[Size]> {
  char content[Size];
  consteval explicit(false) Literal(const char (&text)[Size]) {
    for (std::size_t i = 0; i < Size; ++i) content[i] = text[i];
  }
  constexpr std::string_view value() const noexcept { return {content, Size - 1}; }
};
template <class T>
  requires std::integral<T> || std::is_enum_v<T>
Literal(T) -> Literal<T>;
template <std::size_t Size>
Literal(const char (&)[Size]) -> Literal<char[Size]>;

}  // namespace detail

/// A value whose rules the compiler checks; see `literal`.
template <detail::Literal Value>
struct LiteralValue {};

/// A value for a Checked that is checked when the program is compiled: where it breaks a rule that
/// the compiler can look into, it does not compile.
///
///     loom::Checked<int, loom::ge<0>, loom::le<150>> age = loom::literal<36>;
template <detail::Literal Value>
inline constexpr LiteralValue<Value> literal{};

}  // namespace loom
