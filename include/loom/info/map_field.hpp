#pragma once
// SPDX-License-Identifier: Apache-2.0
// An entry of a map as a field: `fld<&Shop::rates>.key("EUR")`, whose path is made at run time.

#include <map>
#include <string>
#include <string_view>

#include "loom/info/field_filters.hpp"
#include "loom/info/field_updates.hpp"

namespace loom {

template <class Map>
class MapField;

template <class Map>
struct FieldTraits<MapField<Map>> {
  using Model = typename FieldTraits<Map>::Model;
  using Value = typename detail::compared<typename FieldTraits<Map>::Value>::mapped_type;
};

/// The entry of a map under one key: asked and changed as a field of the map's values is.
///
/// BSON: fld<&Shop::rates>.key("EUR") > 1.1 is {"rates.EUR": {"$gt": 1.1}}
///
///     Shop::filter(fld<&Shop::rates>.key("EUR").exists())
///         .update(fld<&Shop::rates>.key("EUR") *= 1.02);
template <class Map>
class MapField : public FilterOperators<MapField<Map>>, public UpdateOperators<MapField<Map>> {
 public:
  /// The struct that the map stands in.
  using Model = typename FieldTraits<MapField>::Model;
  /// The type of the map's values.
  using Value = typename FieldTraits<MapField>::Value;
  using UpdateOperators<MapField>::operator=;

  /// Throws: ValidationError, rule "key", for a text that is no key of a stored map.
  explicit MapField(std::string_view key) : path_(Map::path()) {
    if (const auto problem = bson::problem_of_key(key); !problem.empty())
      throw ValidationError(path_, "key", std::string(problem));
    path_.append(1, '.').append(key);
  }

  /// The stored path: "rates.EUR".
  std::string_view path() const noexcept { return path_; }

 private:
  std::string path_;
};

template <class Map, class T>
inline constexpr bool can_be_unset<MapField<Map>, T> = true;

namespace detail {

template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;

// What is known of a field's path when the program is compiled: of an entry that of its map.
template <class Field>
struct DeclaredPath {
  static constexpr bool is_entry = false;
  static constexpr std::string_view text = Field::path();
};
template <class Map>
struct DeclaredPath<MapField<Map>> {
  static constexpr bool is_entry = true;
  static constexpr std::string_view text = Map::path();
};

}  // namespace detail

template <class Field, class T>
inline constexpr bool is_a_map = detail::is_map<detail::compared<T>>;

}  // namespace loom
