#pragma once
// SPDX-License-Identifier: Apache-2.0
// Asks the structs of an object themselves: each may have a `validate` for rules across its fields.

#include <cstddef>
#include <type_traits>
#include <utility>
#include <variant>

#include "loom/bson/codec_variant.hpp"
#include "loom/info/checked.hpp"
#include "loom/info/problems.hpp"

namespace loom {

/// True where a struct has rules across its fields: `void validate(loom::Problems&) const`.
template <class T>
concept Validating = requires(const T& object, Problems& problems) { object.validate(problems); };

template <class T>
inline constexpr bool validate_is_const =
    Validating<T> || !requires(T& object, Problems& problems) { object.validate(problems); };

namespace core {

template <class T, class... Seen>
consteval bool has_rules_across_fields();

// Whether a struct within a value validates; a struct that holds itself is looked at once.
template <class T, class... Seen>
struct ValidatesWithin {
  static constexpr bool value = has_rules_across_fields<T, Seen...>();
};
template <class... A, class... Seen>
struct ValidatesWithin<std::variant<A...>, Seen...> {
  static constexpr bool value = (has_rules_across_fields<A, Seen...>() || ...);
};

template <class T, class... Seen>
consteval bool has_rules_across_fields() {
  static_assert(validate_is_const<T>,
                "validate looks at an object and does not change it: declare it void "
                "validate(loom::Problems&) const");
  if constexpr ((std::is_same_v<T, Seen> || ...)) {
    return false;
  } else if constexpr (Validating<T>) {
    return true;
  } else if constexpr (bson::PlainAggregate<T>) {
    return []<std::size_t... I>(std::index_sequence<I...>) {
      return (ValidatesWithin<typename bson::Innermost<reflect::MemberType<T, I>>::type, T,
                              Seen...>::value ||
              ...);
    }(std::make_index_sequence<reflect::member_count<T>>{});
  } else {
    return false;
  }
}

/// Asks every struct within `value` that has rules across its fields.
template <class T>
void ask(const T& value, const bson::Path* place, Problems& problems) {
  if constexpr (!ValidatesWithin<typename bson::Innermost<T>::type>::value) {
    return;
  } else if constexpr (bson::PlainAggregate<T>) {
    if constexpr (Validating<T>) {
      Problems own(place);
      value.validate(own);
      problems.append(own.take());
    }
    reflect::with_members(value, [&](const auto&... member) {
      std::size_t i = 0;
      const auto ask_member = [&](const auto& inner) {
        const bson::Path at{place, reflect::member_names<T>[i++]};
        ask(inner, &at, problems);
      };
      (ask_member(member), ...);
    });
  } else if constexpr (bson::is_variant<T>) {
    std::visit([&](const auto& alternative) { ask(alternative, place, problems); }, value);
  } else if constexpr (detail::is_checked<T>) {
    ask(value.get(), place, problems);
  } else if constexpr (requires { value.has_value(); }) {
    if (value) ask(*value, place, problems);
  } else {
    std::size_t index = 0;
    for (const auto& element : value) {
      bson::Path at{place, {}, index++};
      if constexpr (detail::is_keyed<T>) {
        at.name = element.first;
        ask(element.second, &at, problems);
      } else {
        ask(element, &at, problems);
      }
    }
  }
}

/// Asks an object, and all structs within it, for the rules across their fields. Its members keep
/// their own rules already.
///
/// Throws: ValidationError with all problems.
template <class T>
void require_valid(const T& object) {
  if constexpr (has_rules_across_fields<T>()) {
    Problems problems;
    ask(object, nullptr, problems);
    if (!problems.empty()) throw ValidationError(problems.take());
  }
}

}  // namespace core
}  // namespace loom
