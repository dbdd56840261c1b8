#pragma once
// SPDX-License-Identifier: Apache-2.0
// The enumerators of an enum by their names, and the words that rename them for storage.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "loom/reflect/names.hpp"

namespace loom {

/// One enumerator's stored name; older names that are still read may follow.
template <class Enum>
struct Enumerator {
  Enum value;
  std::string_view name;
  std::array<std::string_view, 4> also{};

  /// Reads an older name, too; it is written no more. Up to four.
  consteval Enumerator also_reads(std::string_view older) const {
    Enumerator result = *this;
    for (auto& slot : result.also)
      if (slot.empty()) return slot = older, result;
    throw "an enumerator reads at most four older names";
  }
};

/// Stores `value` under `name` instead of the enumerator's own name.
template <class Enum>
consteval Enumerator<Enum> enumerator(Enum value, std::string_view name) {
  return {value, name};
}

/// The renamed enumerators of one enum; the others keep their own names.
template <class Enum, std::size_t N>
struct Enumerators {
  std::array<Enumerator<Enum>, N> list;
};

/// Renames enumerators for storage; given for an enum by specialising `loom::enum_names`.
///
/// Enumerators from -128 to 255 are found by themselves; one beyond is stored where it is named
/// here.
///
///     template <>
///     inline constexpr auto loom::enum_names<State> =
///         loom::enumerators(loom::enumerator(State::paid, "PAID").also_reads("payed"));
template <class Enum, class... More>
consteval auto enumerators(Enumerator<Enum> first, More... more) {
  return Enumerators<Enum, 1 + sizeof...(More)>{{first, more...}};
}

/// What `enumerators` says of an enum; specialised by the user.
template <class Enum>
inline constexpr auto enum_names = Enumerators<Enum, 0>{};

namespace reflect {
namespace detail {

// Enumerators are looked for from -128 to 255: what the compiler cannot name is none.
inline constexpr int first_enum_value = -128;
inline constexpr int last_enum_value = 255;

template <auto... Values>
consteval std::string_view pack_signature() {
  return __PRETTY_FUNCTION__;
}

template <class Enum>
consteval bool representable(int value) {
  using Raw = std::underlying_type_t<Enum>;
  if constexpr (std::is_same_v<Raw, bool>)
    return value == 0 || value == 1;
  else
    return static_cast<int>(static_cast<Raw>(value)) == value &&
           (value >= 0 || std::is_signed_v<Raw>);
}

template <class Enum>
inline constexpr int first_value = representable<Enum>(first_enum_value) ? first_enum_value : 0;
template <class Enum>
inline constexpr int last_value = representable<Enum>(last_enum_value) ? last_enum_value
                                  : representable<Enum>(127)           ? 127
                                                                       : 1;
template <class Enum>
inline constexpr std::size_t candidates =
    static_cast<std::size_t>(last_value<Enum> - first_value<Enum> + 1);

template <class Enum>
struct Named {
  Enum value{};
  std::string_view name;
};

// The enumerator in a part of a signature: "shop::State::draft" gives "draft"; a value without a
// name, "(shop::State)7", gives nothing.
consteval std::string_view enumerator_in(std::string_view item) {
  const auto name = last_identifier(item, item.size());
  const auto before = item.substr(0, item.size() - name.size());
  return item.ends_with(name) && (before.empty() || before.ends_with(':')) ? name : "";
}

// One signature names all candidates: "{(State)-1, State::draft, …}".
template <class Enum>
consteval auto all_candidates() {
  std::array<Named<Enum>, candidates<Enum>> result{};
  constexpr std::string_view text = []<std::size_t... I>(std::index_sequence<I...>) {
    return pack_signature<static_cast<Enum>(first_value<Enum> + static_cast<int>(I))...>();
  }(std::make_index_sequence<candidates<Enum>>{});
#ifdef __clang__
  std::size_t at = text.find("Values = <") + 10;
#else
  std::size_t at = text.find("Values = {") + 10;
#endif
  for (std::size_t i = 0; i < result.size(); ++i) {
    // A value in parentheses may name a template with commas; an enumerator never does.
    std::size_t end = at;
    for (int depth = 0; end < text.size(); ++end) {
      const char c = text[end];
      if (depth == 0 && (c == ',' || c == '}' || c == '>')) break;
      if (c == '(' || c == '<' || c == '{') ++depth;
      if (c == ')' || c == '>' || c == '}') --depth;
    }
    result[i].value = static_cast<Enum>(first_value<Enum> + static_cast<int>(i));
    result[i].name = enumerator_in(text.substr(at, end - at));
    at = end + 2;
  }
  return result;
}

template <class Enum>
consteval bool is_renamed(Enum value) {
  for (const auto& renamed : enum_names<Enum>.list)
    if (renamed.value == value) return true;
  return false;
}

template <class Enum>
consteval bool keeps_its_name(const Named<Enum>& candidate) {
  return !candidate.name.empty() && !is_renamed(candidate.value);
}

template <class Enum>
consteval std::size_t count_named() {
  std::size_t n = enum_names<Enum>.list.size();
  for (const auto& candidate : all_candidates<Enum>()) n += keeps_its_name(candidate);
  return n;
}

template <class Enum>
consteval auto named() {
  std::array<Enumerator<Enum>, count_named<Enum>()> result{};
  std::size_t n = 0;
  for (const auto& candidate : all_candidates<Enum>())
    if (keeps_its_name(candidate)) result[n++] = {candidate.value, candidate.name};
  for (const auto& renamed : enum_names<Enum>.list) result[n++] = renamed;
  return result;
}

}  // namespace detail

/// The enumerators of an enum with their stored names.
template <class Enum>
inline constexpr auto enumerators_of = detail::named<Enum>();

/// True where each stored (or older) name means one enumerator.
template <class Enum>
inline constexpr bool enumerators_are_distinct = [] {
  std::array<std::string_view, enumerators_of<Enum>.size() * 5> all{};
  std::size_t n = 0;
  for (const auto& e : enumerators_of<Enum>) {
    all[n++] = e.name;
    for (const auto& older : e.also) all[n++] = older;
  }
  return are_distinct(all);
}();

/// The stored name of an enumerator; empty for a value that has none.
template <class Enum>
constexpr std::string_view enumerator_name(Enum value) noexcept {
  for (const auto& e : enumerators_of<Enum>)
    if (e.value == value) return e.name;
  return {};
}

/// The enumerator with this stored (or older) name.
template <class Enum>
constexpr std::optional<Enum> enumerator_from(std::string_view name) noexcept {
  for (const auto& e : enumerators_of<Enum>) {
    if (e.name == name) return e.value;
    for (const auto& older : e.also)
      if (!older.empty() && older == name) return e.value;
  }
  return std::nullopt;
}

}  // namespace reflect
}  // namespace loom
