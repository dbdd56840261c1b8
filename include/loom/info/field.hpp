#pragma once
// SPDX-License-Identifier: Apache-2.0
// `fld`: the one way to name a field, for filters, sorts, indexes and outputs.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "loom/bson/layout.hpp"
#include "loom/info/field_filters.hpp"
#include "loom/info/field_updates.hpp"
#include "loom/info/map_field.hpp"
#include "loom/info/names.hpp"
#include "loom/info/nullable.hpp"
#include "loom/info/sort.hpp"

namespace loom {
namespace detail {

template <class T>
struct WithoutOptional {
  using type = T;
};
template <class T>
struct WithoutOptional<std::optional<T>> {
  using type = T;
};
template <class T>
struct WithoutOptional<Nullable<T>> {
  using type = T;
};
template <class T>
using without_optional = typename WithoutOptional<T>::type;

template <auto Pointer>
constexpr std::string_view stored_name() {
  using Layout = bson::Layout<reflect::ClassOf<Pointer>>;
  return Layout::names.stored[Layout::find_member(reflect::name_of_pointer<Pointer>)];
}

// A path leads into the struct, or into the one alternative of a variant that stores the name.
template <class Struct, auto Next>
inline constexpr bool leads_to = std::is_same_v<Struct, reflect::ClassOf<Next>>;
template <class... A, auto Next>
inline constexpr bool leads_to<std::variant<A...>, Next> =
    (std::is_same_v<A, reflect::ClassOf<Next>> || ...) &&
    ((std::is_same_v<A, reflect::ClassOf<Next>> ||
      bson::Layout<A>::find(stored_name<Next>()) == bson::Layout<A>::size) &&
     ...);

template <class Struct, auto... Next>
inline constexpr bool path_leads_on = true;
template <class Struct, auto Next, auto... Rest>
inline constexpr bool path_leads_on<Struct, Next, Rest...> =
    leads_to<without_optional<Struct>, Next> && path_leads_on<reflect::TypeOf<Next>, Rest...>;

// The stored names of a path, joined by dots.
template <auto First, auto... Rest>
struct StoredPath {
  static constexpr std::size_t size =
      (stored_name<First>().size() + ... + (1 + stored_name<Rest>().size()));
  static constexpr auto text = [] {
    std::array<char, size + 1> joined{};
    std::size_t at = 0;
    for (char c : stored_name<First>()) joined[at++] = c;
    [[maybe_unused]] const auto append = [&](std::string_view name) {
      joined[at++] = '.';
      for (char c : name) joined[at++] = c;
    };
    (append(stored_name<Rest>()), ...);
    return joined;
  }();
};

template <class Field>
inline constexpr bool leads_through_a_variant = false;
template <class Map>
inline constexpr bool leads_through_a_variant<MapField<Map>> = leads_through_a_variant<Map>;
template <auto First, auto... Rest>
inline constexpr bool leads_through_a_variant<Field<First, Rest...>> =
    sizeof...(Rest) > 0 && (bson::is_variant<without_optional<reflect::TypeOf<First>>> ||
                            leads_through_a_variant<Field<Rest...>>);
template <>
inline constexpr bool leads_through_a_variant<Field<>> = false;

template <auto First, auto... Rest>
constexpr const auto& member_at(const reflect::ClassOf<First>& object) {
  if constexpr (sizeof...(Rest) == 0)
    return object.*First;
  else
    return member_at<Rest...>(object.*First);
}

template <auto... Path>
struct LastOf;
template <auto Last>
struct LastOf<Last> {
  using type = reflect::TypeOf<Last>;
};
template <auto First, auto... Rest>
struct LastOf<First, Rest...> : LastOf<Rest...> {};

}  // namespace detail

template <auto First, auto... Rest>
struct FieldTraits<Field<First, Rest...>> {
  using Model = reflect::ClassOf<First>;
  using Value = typename detail::LastOf<First, Rest...>::type;
};

/// A field of a model, or of a struct within it, by pointers to members.
///
/// A comparison is a `Filter`, `asc()` and `desc()` are a `SortOp`. A value is always sent as a
/// value: no input can become an operator.
///
/// BSON: fld<&Customer::address, &Address::city> == "Paris" is {"address.city": {"$eq": "Paris"}}
///
///     Customer::filter(fld<&Customer::age> >= 18 && fld<&Customer::address, &Address::city> ==
///     "Paris")
template <auto First, auto... Rest>
struct Field<First, Rest...> : FilterOperators<Field<First, Rest...>>,
                               UpdateOperators<Field<First, Rest...>> {
  using UpdateOperators<Field>::operator=;

  /// The struct that the first pointer belongs to.
  using Model = reflect::ClassOf<First>;
  /// The type of the member at the end of the path.
  using Value = typename detail::LastOf<First, Rest...>::type;

  /// The stored path, also where it leads through vectors, as pipelines need it after `unwind`.
  static constexpr std::string_view stored_path() noexcept {
    using Path = detail::StoredPath<First, Rest...>;
    return {Path::text.data(), Path::size};
  }
  /// The stored path: "address.city".
  static constexpr std::string_view path() noexcept {
    static_assert(
        detail::path_leads_on<reflect::TypeOf<First>, Rest...>,
        "each pointer of fld<…> names a member of the struct that the one before leads to (of a "
        "variant, one that no other alternative stores); for the elements of a vector say .any(…)");
    return stored_path();
  }

  /// The member of an object; only of a path of one step, or through plain structs.
  static const Value& get(const Model& object) { return detail::member_at<First, Rest...>(object); }

  /// The entry of a map under a key.
  ///
  /// BSON:   {"rates.EUR": …}
  /// Throws: ValidationError, where the text is no key of a stored map: empty, with a `.`, a `$` at
  ///         its start, or a NUL.
  ///
  ///     Shop::filter(fld<&Shop::rates>.key("EUR") > 1.1)
  auto key(std::string_view name) const {
    static_assert(is_a_map<Field, Value>, "key names an entry of a map: this field is none");
    if constexpr (is_a_map<Field, Value>) return MapField<Field>(name);
  }
  /// The field's value in a pipeline, or another one where a document has none.
  ///
  /// BSON: {"$ifNull": ["$city", {"$literal": "unknown"}]}
  template <class V>
  auto value_or(const V& other) const;

  /// Sorts or indexes by this field, smallest first.
  constexpr SortKey<Field> asc() const noexcept { return {1}; }
  /// Sorts or indexes by this field, greatest first.
  constexpr SortKey<Field> desc() const noexcept { return {-1}; }
};

/// Names a field: `fld<&Customer::age>`, `fld<&Customer::address, &Address::city>`.
template <auto... Path>
inline constexpr Field<Path...> fld{};

}  // namespace loom
