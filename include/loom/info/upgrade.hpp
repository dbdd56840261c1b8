#pragma once
// SPDX-License-Identifier: Apache-2.0
// How documents that an earlier version of a model stored become those of this one: step by step,
// when they are loaded.

#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "loom/bson/codec_aggregate.hpp"

namespace loom {

namespace detail {

/// What a step takes and gives.
template <class Step>
struct StepOf {
  static constexpr bool is_one = false;
};
template <class To, class From>
struct StepOf<To (*)(From)> {
  static constexpr bool is_one = true;
  using Old = std::remove_cvref_t<From>;
  using New = std::remove_cvref_t<To>;
};
template <class To, class From>
struct StepOf<To (*)(From) noexcept> : StepOf<To (*)(From)> {};
template <class Step>
  requires requires(const Step& step) { +step; } && (!std::is_pointer_v<Step>)
struct StepOf<Step> : StepOf<decltype(+std::declval<const Step&>())> {};

template <class Step>
consteval bool takes_structs() {
  if constexpr (StepOf<Step>::is_one)
    return bson::PlainAggregate<typename StepOf<Step>::Old> &&
           bson::PlainAggregate<typename StepOf<Step>::New>;
  else
    return false;
}

}  // namespace detail

template <class Step>
inline constexpr bool step_is_from_struct_to_struct = detail::takes_structs<Step>();

/// The steps of a model, from its first version to the present one.
template <class... Steps>
struct Upgrade {
  static constexpr int version = sizeof...(Steps);

  std::tuple<Steps...> steps;
  std::string_view field = "schema_version";

  /// Keeps the version under another name.
  consteval Upgrade version_in(std::string_view name) const { return {steps, name}; }
};

/// Declares how older documents become present ones, as a model's `static constexpr auto upgrade`:
/// the first function makes version 1 of version 0, the second version 2 of version 1, and so on.
///
/// A step takes a plain struct of the members that change, as they were, and gives one of what
/// takes their place; all else in the document stays. A document without a version is of version 0.
/// It is upgraded in memory when it is loaded; the next `persist()` of the object stores the new
/// form, where the document is still what was loaded. A member that is merely new needs no step: it
/// has a default.
///
/// BSON: {"schema_version": 1}, in every document that is inserted or upgraded
///
///     struct Named { std::string name; };
///     struct FullyNamed { std::string first_name, last_name; };
///     …
///       static constexpr auto upgrade = loom::upgrade([](const Named& old) {
///         const auto space = old.name.find(' ');
///         return FullyNamed{old.name.substr(0, space), old.name.substr(space + 1)};
///       });
template <class... Steps>
consteval auto upgrade(Steps... steps) {
  static_assert((step_is_from_struct_to_struct<Steps> && ...),
                "a step of an upgrade is a function, or a lambda without captures, that takes one "
                "plain struct and gives another: [](const Old& old) { return New{…}; }");
  return Upgrade<Steps...>{{steps...}};
}

}  // namespace loom
