#pragma once
// SPDX-License-Identifier: Apache-2.0
// Documents together with those that they refer to: joined on the server, or loaded in one round
// trip.

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "loom/core/explain.hpp"
#include "loom/core/pipeline.hpp"
#include "loom/info/field.hpp"
#include "loom/info/saving.hpp"

namespace loom {
namespace detail {

template <class T>
struct RefOf {
  static constexpr bool is_one = false;
};
template <class M, class K>
struct RefOf<Ref<M, K>> {
  static constexpr bool is_one = true;
  using Model = M;
  using Key = K;
};
template <class Field>
using referred = RefOf<compared<typename Field::Value>>;

}  // namespace detail

template <class Field>
inline constexpr bool field_is_a_ref = detail::referred<Field>::is_one;
template <class Model, class Other>
inline constexpr bool stands_in_one_database =
    Model::persist_db.database == Other::persist_db.database;

/// Objects with what they refer to, joined on the server.
template <class Model, class Other>
class Lookup {
 public:
  explicit Lookup(core::Pipeline pipeline) : pipeline_(std::move(pipeline)) {}

  /// Each object with the one that it refers to, or nothing where there is none.
  ///
  /// Throws: DecodeError.
  [[nodiscard]] std::vector<std::pair<Model, std::optional<Other>>> load_many() const {
    std::vector<std::pair<Model, std::optional<Other>>> pairs;
    auto cursor = core::aggregate(pipeline_);
    for (auto bytes = cursor.next_batch(); !bytes.empty(); bytes = cursor.next_batch()) {
      auto batch = bson::open(bytes);
      while (const auto row = bson::next(batch)) take(*row, pairs.emplace_back());
    }
    return pairs;
  }
  /// How many pairs there are.
  [[nodiscard]] std::int64_t count() const { return core::count_rows(pipeline_); }
  /// How the server runs this; as of a query.
  [[nodiscard]] std::string explain() const { return core::explain(pipeline_); }
  [[nodiscard]] Plan plan() const { return core::plan(pipeline_); }

 private:
  static void take(const bson::Element& row, std::pair<Model, std::optional<Other>>& pair) {
    const auto own = bson::find(row.inside(), "own");
    auto others = bson::inside_of(bson::find(row.inside(), "other"));
    core::take_loaded(own ? own->value : bson::View{}, pair.first);
    if (const auto other = bson::next(others))
      core::take_loaded(other->value, pair.second.emplace());
  }

  core::Pipeline pipeline_;
};

namespace core {

/// The stages that pair each document, as "own", with those of `collection` whose `_id` it names,
/// as "other".
Pipeline joined(const Pipeline& pipeline, std::string_view path, std::string_view collection);

}  // namespace core

/// What a `Ref` of each object refers to, in the objects' order, in one round trip or few.
///
/// Throws: DecodeError.
///
///     auto customers = loom::load_refs(orders, fld<&Order::customer>);
template <class Model, class Field>
[[nodiscard]] auto load_refs(const std::vector<Model>& objects, Field) {
  static_assert(field_is_a_ref<Field>,
                "load_refs and lookup follow a loom::Ref: this field is none");
  if constexpr (field_is_a_ref<Field>) {
    using Other = typename detail::referred<Field>::Model;
    using Key = typename detail::referred<Field>::Key;
    std::vector<Id<Other, Key>> ids;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < objects.size(); ++i) {
      const auto& value = Field::get(objects[i]);
      if constexpr (detail::is_optional<typename Field::Value>) {
        if (!value) continue;
        ids.emplace_back(value->key());
      } else {
        ids.emplace_back(value.key());
      }
      places.push_back(i);
    }
    std::vector<std::optional<Other>> others(objects.size());
    auto found = core::load_by_ids<Other>(ids);
    for (std::size_t i = 0; i < places.size(); ++i) others[places[i]] = std::move(found[i]);
    return others;
  }
}

}  // namespace loom
