#pragma once
// SPDX-License-Identifier: Apache-2.0
// Indexes as a model declares them, while its struct is not complete yet; their paths are found
// when it is.

#include <algorithm>
#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "loom/core/model_info.hpp"
#include "loom/info/field.hpp"
#include "loom/info/sort.hpp"

namespace loom {

template <class... Fields>
struct Index;

namespace detail {

// What an index may be made of: a field, smallest first, or a field and its direction.
template <class Key>
struct IndexKey {};
template <auto... Path>
struct IndexKey<Field<Path...>> {
  using Of = Field<Path...>;
  static constexpr int direction(Of) noexcept { return 1; }
};
template <class F>
struct IndexKey<SortKey<F>> {
  using Of = F;
  static constexpr int direction(SortKey<F> key) noexcept { return key.direction; }
};

template <class Key>
inline constexpr bool is_index_key = requires { typename IndexKey<Key>::Of; };
template <class T>
inline constexpr bool is_index = false;
template <class... Fields>
inline constexpr bool is_index<Index<Fields...>> = true;

template <class T>
inline constexpr bool is_duration = false;
template <class Rep, class Period>
inline constexpr bool is_duration<std::chrono::duration<Rep, Period>> = true;

// A stored document lacks the field where any step of its path is empty.
template <class F>
inline constexpr bool may_be_missing = false;
template <auto... Path>
inline constexpr bool may_be_missing<Field<Path...>> =
    (is_optional<reflect::TypeOf<Path>> || ...) || leads_through_a_variant<Field<Path...>>;

template <class T>
inline constexpr bool is_nullable = false;
template <class T>
inline constexpr bool is_nullable<Nullable<T>> = true;

}  // namespace detail

template <class... Keys>
inline constexpr bool index_is_made_of_fields = (detail::is_index_key<Keys> && ...);
template <class First, class... More>
inline constexpr bool index_has_one_model =
    (std::is_same_v<typename First::Model, typename More::Model> && ...);
template <class... Fields>
inline constexpr bool index_is_no_id =
    sizeof...(Fields) > 1 ||
    !(bson::is_own_id<typename Fields::Model, typename Fields::Value> && ...);
template <class... Fields>
inline constexpr bool unique_tells_nulls_apart =
    !(detail::is_nullable<typename Fields::Value> || ...);
template <class Duration>
inline constexpr bool ttl_has_a_unit = detail::is_duration<Duration>;
template <class Duration>
inline constexpr bool ttl_is_whole_seconds =
    std::integral<typename Duration::rep> && Duration::period::type::den == 1;
template <class... Fields>
inline constexpr bool ttl_is_on_a_time =
    sizeof...(Fields) == 1 &&
    (std::is_same_v<detail::compared<typename Fields::Value>, Time> && ...);

namespace detail {

// A lifetime that the server can count, or a compile error.
template <class Duration>
consteval std::chrono::seconds checked_ttl(Duration after) {
  static_assert(ttl_has_a_unit<Duration>,
                "a ttl has a unit: say .ttl(std::chrono::hours(1)), or another duration");
  if constexpr (ttl_has_a_unit<Duration>) {
    static_assert(ttl_is_whole_seconds<Duration>,
                  "a ttl is a whole number of seconds or of a longer unit");
    if constexpr (ttl_is_whole_seconds<Duration>) {
      const auto seconds = std::chrono::seconds(after);
      if (seconds.count() < 1) throw "a ttl is at least one second";
      if (seconds.count() > std::numeric_limits<std::int32_t>::max())
        throw "a ttl is at most 2147483647 seconds, which are 68 years";
      return seconds;
    }
  }
  return {};
}

}  // namespace detail

/// An index of the model that `Fields` belong to, made by `loom::index` and `loom::unique`.
template <class... Fields>
struct Index {
  std::array<int, sizeof...(Fields)> directions{};
  bool is_unique = false;
  std::optional<std::chrono::seconds> lifetime{};

  /// Lets the server erase a document when its time is this long ago.
  ///
  /// A document that lacks the time stays. The index has this one field, a `loom::Time` or one that
  /// Loom keeps.
  ///
  /// BSON:   {"expireAfterSeconds": 2592000}
  /// Units:  whole seconds, at least one, at most 2147483647 (68 years).
  /// Source: https://www.mongodb.com/docs/manual/core/index-ttl/
  ///
  ///     loom::index(fld<&Session::seen_at>).ttl(std::chrono::hours(720))
  template <class Duration>
  consteval Index ttl(Duration after) const {
    static_assert(
        ttl_is_on_a_time<Fields...>,
        "a ttl is counted from a Time: its index has one field, and that is a loom::Time");
    Index result = *this;
    result.lifetime = detail::checked_ttl(after);
    return result;
  }
};

namespace detail {

template <class... Keys>
consteval auto make_index(bool is_unique, Keys... keys) {
  return Index<typename IndexKey<Keys>::Of...>{{IndexKey<Keys>::direction(keys)...}, is_unique};
}

template <class... Fields>
consteval void assert_index(const Index<Fields...>&) {
  static_assert(index_has_one_model<Fields...>, "all fields of an index belong to one model");
  static_assert(index_is_no_id<Fields...>,
                "MongoDB indexes the _id by itself: leave this index out");
}

}  // namespace detail

/// An index over fields, each by itself (smallest first) or as `asc()` or `desc()` gives it.
///
/// BSON:   {"key": {"age": 1, "created_at": -1}, "name": "age_1_created_at_-1"}
/// Source: https://www.mongodb.com/docs/manual/indexes/
///
///     loom::index(fld<&Customer::age>, fld<&Customer::created_at>.desc())
template <class First, class... More>
consteval auto index(First first, More... more) {
  static_assert(index_is_made_of_fields<First, More...>,
                "an index is made of fields: fld<&Model::member>, or its .asc() or .desc()");
  if constexpr (index_is_made_of_fields<First, More...>) {
    const auto result = detail::make_index(false, first, more...);
    detail::assert_index(result);
    return result;
  }
}

/// An index that lets no two documents have the same values in these fields.
///
/// Over an optional member it is partial: it holds, and compares, only the documents where the
/// member exists. MongoDB then uses it only for filters from which that follows, such as `==` and
/// `.in({…})`; a sort alone does not use it.
///
/// BSON:   {"key": {"phone": 1}, "unique": true,
///          "partialFilterExpression": {"phone": {"$exists": true}}}
/// Source: https://www.mongodb.com/docs/manual/core/index-unique/
///
///     loom::unique(fld<&Customer::email>)
template <class First, class... More>
consteval auto unique(First first, More... more) {
  static_assert(index_is_made_of_fields<First, More...>,
                "an index is made of fields: fld<&Model::member>, or its .asc() or .desc()");
  if constexpr (index_is_made_of_fields<First, More...>) {
    const auto result = detail::make_index(true, first, more...);
    detail::assert_index(result);
    static_assert(
        unique_tells_nulls_apart<typename detail::IndexKey<First>::Of,
                                 typename detail::IndexKey<More>::Of...>,
        "to a unique index all empty loom::Nullable are one value, null: make the member a "
        "std::optional");
    return result;
  }
}

template <class... Declared>
inline constexpr bool indexes_are_indexes = (detail::is_index<Declared> && ...);

/// The indexes of a model, as its `static constexpr auto indexes`.
///
/// A collection that does not exist is created with them; to one that does, `loom::prepare` adds
/// them.
///
///     static constexpr auto indexes = loom::indexes(loom::unique(fld<&Customer::email>));
template <class... Declared>
consteval auto indexes(Declared... declared) {
  static_assert(indexes_are_indexes<Declared...>,
                "indexes are declared by loom::index(…) and loom::unique(…)");
  return std::tuple<Declared...>{declared...};
}

namespace detail {

template <class Model, std::size_t I,
          class Declared = std::tuple_element_t<I, decltype(Model::indexes)>>
struct DeclaredIndex;
template <class Model, std::size_t I, class... Fields>
struct DeclaredIndex<Model, I, const Index<Fields...>> {
  static constexpr bool is_of_model = (std::is_same_v<typename Fields::Model, Model> && ...);
  static constexpr const Index<Fields...>& declared = std::get<I>(Model::indexes);

  static constexpr auto fields = [] {
    std::array<core::IndexField, sizeof...(Fields)> result{{{Fields::path(), 1}...}};
    for (std::size_t i = 0; i < result.size(); ++i) result[i].direction = declared.directions[i];
    return result;
  }();
  static constexpr std::size_t partial_size =
      declared.is_unique ? (std::size_t{may_be_missing<Fields>} + ...) : 0;
  static constexpr auto partial = [] {
    std::array<std::string_view, partial_size> result{};
    [[maybe_unused]] std::size_t size = 0;
    if constexpr (partial_size > 0)
      ((may_be_missing<Fields> ? void(result[size++] = Fields::path()) : void()), ...);
    return result;
  }();
  static constexpr core::IndexInfo info{fields, declared.is_unique, partial, declared.lifetime};
};

template <class Model>
inline constexpr auto declared_index_infos = []<std::size_t... I>(std::index_sequence<I...>) {
  return std::array<core::IndexInfo, sizeof...(I)>{DeclaredIndex<Model, I>::info...};
}(std::make_index_sequence<std::tuple_size_v<decltype(Model::indexes)>>{});

constexpr bool same_key(const core::IndexInfo& a, const core::IndexInfo& b) {
  return std::ranges::equal(a.fields, b.fields, [](const auto& one, const auto& other) {
    return one.path == other.path && one.direction == other.direction;
  });
}
constexpr bool names_a_field_twice(const core::IndexInfo& index) {
  for (auto field = index.fields.begin(); field != index.fields.end(); ++field)
    for (auto other = index.fields.begin(); other != field; ++other)
      if (field->path == other->path) return true;
  return false;
}

}  // namespace detail

template <class Model>
inline constexpr bool indexes_belong_to_the_model =
    []<std::size_t... I>(std::index_sequence<I...>) {
      return (detail::DeclaredIndex<Model, I>::is_of_model && ...);
    }(std::make_index_sequence<std::tuple_size_v<decltype(Model::indexes)>>{});
template <class Model>
inline constexpr bool indexes_name_a_field_once =
    std::ranges::none_of(detail::declared_index_infos<Model>, detail::names_a_field_twice);
template <class Model>
inline constexpr bool indexes_are_distinct = [] {
  const auto& all = detail::declared_index_infos<Model>;
  for (auto one = all.begin(); one != all.end(); ++one)
    for (auto other = all.begin(); other != one; ++other)
      if (detail::same_key(*one, *other)) return false;
  return true;
}();

namespace core {

/// The indexes that a complete model declares; none where it has no `indexes`.
template <class Model>
constexpr std::span<const core::IndexInfo> declared_indexes() noexcept {
  if constexpr (requires { Model::indexes; }) {
    static_assert(indexes_belong_to_the_model<Model>,
                  "a model's indexes are over its own fields: fld<&ThisModel::member>");
    if constexpr (indexes_belong_to_the_model<Model>) {
      static_assert(indexes_name_a_field_once<Model>, "an index names each of its fields once");
      static_assert(indexes_are_distinct<Model>,
                    "two indexes over the same fields in the same directions: declare one of them");
      return detail::declared_index_infos<Model>;
    }
  }
  return {};
}

}  // namespace core
}  // namespace loom
