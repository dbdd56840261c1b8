#pragma once
// SPDX-License-Identifier: Apache-2.0
// Names as the compiler knows them: of the members of an aggregate, of a pointer to a member, of a
// type.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "loom/reflect/aggregate.hpp"

namespace loom::reflect {
namespace detail {

// An object of T that is never made: only the addresses of its members are used, at compile time.
template <class T>
union Unmade {
  char nothing;
  T object;
  constexpr Unmade() noexcept : nothing() {}
  constexpr ~Unmade() {}
};
template <class T>
inline constinit Unmade<T> unmade{};

// clang 16 takes no address of a member as a template argument, but takes it inside of a class.
template <class Pointer>
struct Wrapped {
  Pointer pointer;
};
template <class Pointer>
Wrapped(Pointer) -> Wrapped<Pointer>;

template <auto Value>
consteval std::string_view signature() {
  return __PRETTY_FUNCTION__;
}
template <class T>
consteval std::string_view type_signature() {
  return __PRETTY_FUNCTION__;
}

constexpr bool is_identifier(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

// The last identifier before `end`: "…{&unmade.object.city}]" gives "city".
consteval std::string_view last_identifier(std::string_view text, std::size_t end) {
  while (end > 0 && !is_identifier(text[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && is_identifier(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

// g++ ends a signature with what it says of std::string_view; what we want stands before that.
consteval std::size_t end_of_argument(std::string_view text) {
  const auto alias = text.rfind("; std::string_view = ");
  return alias == std::string_view::npos ? text.size() : alias;
}

template <class T, std::size_t I>
consteval std::string_view member_name() {
  constexpr std::string_view text =
      signature<Wrapped{std::get<I>(addresses_of_members(unmade<T>.object))}>();
  return last_identifier(text, end_of_argument(text));
}

}  // namespace detail

/// The names of the members of an aggregate, in the order of their declaration.
template <class T>
inline constexpr auto member_names = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<std::string_view, sizeof...(I)>{detail::member_name<T, I>()...};
}(std::make_index_sequence<member_count<T>>{});

/// The name of the member that a pointer to member points to: `name_of_pointer<&Customer::age>` is
/// "age".
template <auto Pointer>
inline constexpr std::string_view name_of_pointer = [] {
  constexpr std::string_view text = detail::signature<Pointer>();
  return detail::last_identifier(text, detail::end_of_argument(text));
}();

/// The name of a type without its namespaces: "Customer".
template <class T>
inline constexpr std::string_view type_name = [] {
  constexpr std::string_view text = detail::type_signature<T>();
  constexpr std::size_t begin = text.find("T = ") + 4;
  std::size_t end = begin, name = begin;
  for (int depth = 0; end < text.size(); ++end) {
    const char c = text[end];
    if (depth == 0 && (c == ']' || c == ';')) break;
    if (c == '<' || c == '(' || c == '{') ++depth;
    if (c == '>' || c == ')' || c == '}') --depth;
    if (depth == 0 && c == ':') name = end + 1;
  }
  return text.substr(name, end - name);
}();

/// True where no text occurs twice; empty ones do not count.
template <std::size_t N>
constexpr bool are_distinct(std::array<std::string_view, N> texts) {
  std::sort(texts.begin(), texts.end());
  for (std::size_t i = 1; i < N; ++i)
    if (!texts[i].empty() && texts[i] == texts[i - 1]) return false;
  return true;
}

}  // namespace loom::reflect
