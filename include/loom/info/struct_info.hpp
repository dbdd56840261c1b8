#pragma once
// SPDX-License-Identifier: Apache-2.0
// Tells the core what a struct's documents hold: which values, by which rules, what may be missing.

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "loom/bson/codec_variant.hpp"
#include "loom/core/struct_info.hpp"
#include "loom/info/about.hpp"
#include "loom/info/checked.hpp"
#include "loom/info/id.hpp"
#include "loom/info/managed.hpp"
#include "loom/info/upgrade.hpp"

namespace loom {

template <class T>
inline constexpr bool upgrade_is_of_a_model =
    !bson::Layout<T>::declares_upgrade || requires { T::persist_db; };

}  // namespace loom

namespace loom::core {

/// What the documents of a struct hold; one for a program.
template <class T>
const StructInfo& struct_info();

template <class T>
consteval ValueKind value_kind() {
  if constexpr (std::is_same_v<T, bool>) return ValueKind::boolean;
  if constexpr (bson::StoredInteger<T> || bson::StoredDuration<T> || std::is_same_v<T, IntCounter>)
    return ValueKind::whole;
  if constexpr (std::is_floating_point_v<T>) return ValueKind::floating;
  if constexpr (std::is_same_v<T, Decimal128>) return ValueKind::decimal;
  if constexpr (std::is_same_v<T, std::string> || bson::CaseFolded<T>) return ValueKind::text;
  if constexpr (std::is_same_v<T, std::chrono::year_month_day>) return ValueKind::date;
  if constexpr (bson::Codec<T>::type == bson::Type::date) return ValueKind::time;
  if constexpr (std::is_same_v<T, ObjectId>) return ValueKind::object_id;
  if constexpr (std::is_same_v<T, Uuid>) return ValueKind::uuid;
  if constexpr (std::is_same_v<T, Bytes>) return ValueKind::bytes;
  if constexpr (bson::StoredEnum<T>) return ValueKind::enumerator;
  return ValueKind::document;
}

/// The limits that a type has by itself.
template <class T>
std::vector<SchemaKeyword> limits_of_type() {
  if constexpr (std::is_integral_v<T> && sizeof(T) == 4)
    return {{"minimum", std::to_string(std::numeric_limits<T>::min())},
            {"maximum", std::to_string(std::numeric_limits<T>::max())}};
  if constexpr (bson::StoredDuration<T>)
    if (bson::Codec<T>::factor != 1)
      return {{"multipleOf", std::to_string(bson::Codec<T>::factor)}};
  return {};
}

template <bson::StoredEnum T, class... Rules>
std::vector<std::string_view> names_of_enumerators() {
  std::vector<std::string_view> names;
  for (const auto& each : reflect::enumerators_of<T>) {
    if (!(Rules::ok(each.value) && ...)) continue;
    names.push_back(each.name);
    for (const auto& older : each.also)
      if (!older.empty()) names.push_back(older);
  }
  return names;
}

/// What a type says of its values; specialised for those that hold others.
template <class T>
struct ValueInfoOf {
  static ValueInfo get() {
    if constexpr (HasCodec<T>) {
      return ValueInfoOf<typename bson::Codec<T>::Stored>::get();
    } else if constexpr (bson::PlainAggregate<T>) {
      ValueInfo info{ValueKind::structure};
      info.structs = {{&struct_info<T>}};
      return info;
    } else {
      ValueInfo info{value_kind<T>()};
      info.limits = limits_of_type<T>();
      if constexpr (bson::StoredDuration<T>) info.rules = {{"duration", "in milliseconds", {}, {}}};
      if constexpr (bson::StoredEnum<T>) info.names = names_of_enumerators<T>();
      return info;
    }
  }
};

template <class Model, class Key>
struct ValueInfoOf<Id<Model, Key>> : ValueInfoOf<Key> {};
template <class Model, class Key>
struct ValueInfoOf<Ref<Model, Key>> : ValueInfoOf<Key> {};

template <class T>
struct ValueInfoOf<std::optional<T>> {
  static ValueInfo get() {
    auto info = ValueInfoOf<T>::get();
    info.may_be_null = true;
    return info;
  }
};
template <class T>
struct ValueInfoOf<Nullable<T>> : ValueInfoOf<std::optional<T>> {};

template <class T, ValueKind kind>
struct ValuesOf {
  static ValueInfo get() {
    ValueInfo info{kind};
    info.elements = {ValueInfoOf<T>::get()};
    return info;
  }
};
template <class T>
struct ValueInfoOf<std::vector<T>> : ValuesOf<T, ValueKind::array> {};
template <class T>
struct ValueInfoOf<std::map<std::string, T>> : ValuesOf<T, ValueKind::map> {};
template <class T, std::size_t Size>
struct ValueInfoOf<std::array<T, Size>> {
  static ValueInfo get() {
    auto info = ValueInfoOf<std::vector<T>>::get();
    info.limits = {{"minItems", std::to_string(Size)}, {"maxItems", std::to_string(Size)}};
    return info;
  }
};

template <class... A>
struct ValueInfoOf<std::variant<A...>> {
  static ValueInfo get() {
    ValueInfo info{ValueKind::variant};
    info.structs = {
        {&struct_info<A>, bson::kind_of_struct<A>.field, bson::kind_of_struct<A>.value}...};
    return info;
  }
};

template <class T, class... Rules>
struct ValueInfoOf<Checked<T, Rules...>> {
  static ValueInfo get() {
    auto info = ValueInfoOf<T>::get();
    if constexpr (bson::StoredEnum<T>) {
      info.names = names_of_enumerators<T, Rules...>();
      return info;
    }
    for (auto& rule : Checked<T, Rules...>::rules()) info.rules.push_back(std::move(rule));
    if constexpr (std::is_integral_v<T>) {  // a bound within the type's own says it, too
      loom::detail::Room room;
      (narrow(room, loom::detail::limit_of<T, Rules>), ...);
      std::erase_if(info.limits, [&](const SchemaKeyword& limit) {
        return limit.name == "minimum" ? room.low && *room.low >= loom::detail::Fraction{least<T>}
                                       : room.high && *room.high <= loom::detail::Fraction{most<T>};
      });
    }
    return info;
  }

 private:
  template <class Integer>
  static constexpr auto least = static_cast<std::int64_t>(std::numeric_limits<Integer>::min());
  template <class Integer>
  static constexpr auto most = static_cast<std::int64_t>(std::numeric_limits<Integer>::max());
  static void narrow(loom::detail::Room& room, loom::detail::Limit limit) {
    if (limit.of == loom::detail::Limit::Of::value) room.narrow(limit.comparator, limit.fraction);
  }
};

template <class T, class Member>
inline constexpr bool is_managed =
    bson::is_own_id<T, Member> || std::is_same_v<Member, TimeInserted> ||
    std::is_same_v<Member, TimeUpdated>;

template <class... Steps>
std::vector<StepInfo> steps_of(const Upgrade<Steps...>&) {
  return {{&struct_info<typename loom::detail::StepOf<Steps>::Old>(),
           &struct_info<typename loom::detail::StepOf<Steps>::New>()}...};
}

template <class T>
const StructInfo& struct_info() {
  static_assert(upgrade_is_of_a_model<T>,
                "only a model has an upgrade, of its whole documents: move this one to the model "
                "that holds the struct");
  static const StructInfo info = [] {
    using Layout = bson::Layout<T>;
    StructInfo made{reflect::type_name<T>, {}};
    const auto may_be_missing = bson::may_be_missing<T>();
    reflect::for_each_index<T>([&](auto i) {
      using Member = reflect::MemberType<T, i>;
      made.members.push_back({Layout::names.json[i], Layout::names.stored[i], Layout::names.also[i],
                              (may_be_missing >> i & 1) == 0, is_managed<T, Member>,
                              loom::detail::about_member<T>(reflect::member_names<T>[i]),
                              ValueInfoOf<Member>::get()});
    });
    if constexpr (Layout::declares_upgrade && upgrade_is_of_a_model<T>)
      add_versions(made, T::upgrade.field, steps_of(T::upgrade));
    return made;
  }();
  return info;
}

}  // namespace loom::core
