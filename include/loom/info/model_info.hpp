#pragma once
// SPDX-License-Identifier: Apache-2.0
// Tells the core what a model's struct says: names, kinds, indexes; and asserts what a model must
// be.

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "loom/bson/codec_variant.hpp"
#include "loom/core/model_info.hpp"
#include "loom/info/declare_timeseries.hpp"
#include "loom/info/id.hpp"
#include "loom/info/index.hpp"
#include "loom/info/managed.hpp"
#include "loom/info/struct_info.hpp"

namespace loom {

/// Where a model is stored.
struct PersistDb {
  std::string_view database;
  std::string_view collection;
};

/// Declares the database and the collection of a model, as its `static constexpr auto persist_db`.
///
///     static constexpr auto persist_db = loom::declare_persist_db("shop", "customers");
consteval PersistDb declare_persist_db(std::string_view database, std::string_view collection) {
  if (database.empty() || database.size() > 63 ||
      database.find_first_of("/\\. \"$*<>:|?") != std::string_view::npos)
    throw "a database's name has 1 to 63 characters, none of them / \\ . \" $ * < > : | ? or a space";
  if (collection.empty() || collection.starts_with("system.") ||
      collection.find('$') != std::string_view::npos ||
      database.size() + 1 + collection.size() > 255)
    throw "a collection's name is not empty, begins not with system. and holds no $";
  return {database, collection};
}

/// That a collection keeps documents as they were before and after each change.
struct ChangeImages {};

/// Declares that the collection keeps, for `watch`, each document as it was before and after a
/// change, as the model's `static constexpr auto change_images`.
///
/// They take room on the server as long as the oplog reaches back. A collection that exists is
/// changed by `loom::prepare`.
///
/// BSON:   {"create": …, "changeStreamPreAndPostImages": {"enabled": true}}
/// Source:
/// https://www.mongodb.com/docs/manual/changeStreams/#change-streams-with-document-pre--and-post-images
///
///     static constexpr auto change_images = loom::declare_change_images();
consteval ChangeImages declare_change_images() { return {}; }

template <class Declared>
inline constexpr bool change_images_are_declared = std::is_same_v<Declared, const ChangeImages>;

namespace core {

template <class T>
std::span<const MemberInfo> member_infos() noexcept;

/// Whether the collection of a model keeps documents before and after changes.
template <class T>
consteval bool keeps_change_images() {
  if constexpr (requires { T::change_images; }) {
    static_assert(change_images_are_declared<decltype(T::change_images)>,
                  "change_images are declared by loom::declare_change_images()");
    return change_images_are_declared<decltype(T::change_images)>;
  } else {
    return false;
  }
}

/// The struct whose members stand in a value, and how many maps stand around it.
template <class T>
struct StructWithin {
  static constexpr MemberInfo::Members members = nullptr;
  static constexpr int maps = 0;
};
template <bson::PlainAggregate T>
struct StructWithin<T> {
  static constexpr MemberInfo::Members members = &member_infos<T>;
  static constexpr int maps = 0;
};
template <class T>
struct StructWithin<std::optional<T>> : StructWithin<T> {};
template <class T>
struct StructWithin<Nullable<T>> : StructWithin<T> {};
template <class T>
struct StructWithin<std::vector<T>> : StructWithin<T> {};
template <class T, std::size_t Size>
struct StructWithin<std::array<T, Size>> : StructWithin<T> {};
template <class T>
struct StructWithin<std::map<std::string, T>> : StructWithin<T> {
  static constexpr int maps = 1 + StructWithin<T>::maps;
};

// Of a variant the members of all alternatives.
template <class... A>
struct StructWithin<std::variant<A...>> {
  static std::span<const MemberInfo> all() noexcept {
    static const auto table = [] {
      std::vector<MemberInfo> members;
      ((members.insert(members.end(), member_infos<A>().begin(), member_infos<A>().end())), ...);
      return members;
    }();
    return table;
  }
  static constexpr MemberInfo::Members members = &all;
  static constexpr int maps = 0;
};

template <class T>
inline constexpr MemberKind kind_of =
    bson::PlainAggregate<T> ? MemberKind::nested : MemberKind::leaf;
template <class T>
inline constexpr MemberKind kind_of<std::optional<T>> = kind_of<T>;
template <class T>
inline constexpr MemberKind kind_of<Nullable<T>> = kind_of<T>;
template <class Model, class Key>
inline constexpr MemberKind kind_of<Id<Model, Key>> = MemberKind::id;
template <>
inline constexpr MemberKind kind_of<IntCounter> = MemberKind::counter;
template <>
inline constexpr MemberKind kind_of<TimeInserted> = MemberKind::time_inserted;
template <>
inline constexpr MemberKind kind_of<TimeUpdated> = MemberKind::time_updated;

template <class T>
std::span<const MemberInfo> member_infos() noexcept {
  static constexpr auto table = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<MemberInfo, sizeof...(I)>{MemberInfo{
        bson::Layout<T>::names.stored[I], bson::Layout<T>::names.also[I],
        kind_of<reflect::MemberType<T, I>>, StructWithin<reflect::MemberType<T, I>>::members,
        StructWithin<reflect::MemberType<T, I>>::maps}...};
  }(std::make_index_sequence<bson::Layout<T>::size>{});
  return table;
}

template <class T, class... Members>
consteval std::size_t count_own_ids(std::tuple<Members...>*) {
  return (std::size_t{0} + ... + std::size_t{bson::is_own_id<T, Members>});
}
template <class T, class Managed, class... Members>
consteval std::size_t count_managed(std::tuple<Members...>*) {
  return (std::size_t{0} + ... + std::size_t{std::is_same_v<Members, Managed>});
}
template <class T>
using MembersOf = reflect::MemberTypes<T>*;

template <class T>
inline constexpr bool model_is_an_aggregate = std::is_aggregate_v<T>;
template <class T>
inline constexpr bool model_declares_its_collection = requires {
  { T::persist_db } -> std::same_as<const PersistDb&>;
};
template <class T>
inline constexpr bool model_has_one_id = count_own_ids<T>(MembersOf<T>{}) == 1;
template <class T>
inline constexpr bool model_keeps_one_time_each =
    count_managed<T, TimeInserted>(MembersOf<T>{}) <= 1 &&
    count_managed<T, TimeUpdated>(MembersOf<T>{}) <= 1;

/// Asserts what a model must be; true where it is.
template <class T>
consteval bool assert_model() {
  static_assert(
      model_is_an_aggregate<T>,
      "a model is a plain struct over its base: without constructors, private members and "
      "virtual functions");
  static_assert(model_declares_its_collection<T>,
                "a model says where it is stored: static constexpr auto persist_db = "
                "loom::declare_persist_db(\"database\", \"collection\")");
  if constexpr (model_is_an_aggregate<T> && model_declares_its_collection<T>) {
    if constexpr (bson::members_are_storable<T>()) {
      static_assert(
          model_has_one_id<T>,
          "a model has exactly one Id of its own, which is stored as _id: add loom::Id<…> "
          "id; as a member");
      static_assert(model_keeps_one_time_each<T>,
                    "a model has at most one TimeInserted and one TimeUpdated");
      if constexpr (model_has_one_id<T> && model_keeps_one_time_each<T>)
        return loom::detail::assert_kind<T>();
      else
        return false;
    } else {
      return false;
    }
  } else {
    return false;
  }
}

/// What the core knows of a model; one for a program.
template <class T>
const ModelInfo& model_info() {
  static const ModelInfo info{
      reflect::type_name<T>, T::persist_db.database, T::persist_db.collection,
      member_infos<T>(),     all_indexes<T>(),       keeps_change_images<T>(),
      model_kind<T>,         time_series_info<T>(),  &struct_info<T>};
  return info;
}

}  // namespace core
}  // namespace loom
