#pragma once
// SPDX-License-Identifier: Apache-2.0
// What every model can be asked, whether its documents change or not.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loom/info/query.hpp"
#include "loom/info/saving.hpp"
#include "loom/info/unsafely.hpp"

namespace loom {

/// The empty base of the bases of models: reads by id and by filter.
///
/// All operations may throw ConnectionError, TimeoutError and ServerError beside what they say.
template <class Model, class Base = reflect::ModelBase>
struct ModelReads : Base {
  /// The object with this id, or nothing.
  ///
  /// Throws: DecodeError.
  template <class M = Model>
  [[nodiscard]] static std::optional<Model> load(const core::OwnId<M>& id) {
    if constexpr (core::assert_model<Model>())
      return taken(core::find_one(core::model_info<Model>(), by_id(id)));
    else
      return std::nullopt;
  }

  /// The object with this id.
  ///
  /// Throws: NotFoundError, DecodeError.
  template <class M = Model>
  static Model get(const core::OwnId<M>& id) {
    return required(load(id));
  }

  /// The objects with these ids, in their order; nothing where there is none. One round trip or
  /// few.
  template <class M = Model>
  [[nodiscard]] static std::vector<std::optional<Model>> load_many(
      const std::vector<core::OwnId<M>>& ids) {
    if constexpr (core::assert_model<Model>()) return core::load_by_ids<Model>(ids);
  }

  /// The documents that a filter means.
  ///
  ///     Customer::filter(fld<&Customer::age> >= 18).load_many();
  template <class Wanted>
  static Selection<Model> filter(Filter<Wanted> wanted) {
    static_assert(filter_is_of_this_model<Model, Wanted>,
                  "this filter belongs to another model: name the fields of the model that is "
                  "filtered");
    if constexpr (filter_is_of_this_model<Model, Wanted>)
      return Selection<Model>(std::move(wanted));
    else
      return Selection<Model>({});
  }
  /// The documents that are meant by the word for all of them, which may be written.
  ///
  ///     Customer::filter(loom::unsafely::everything).erase();
  static Selection<Model> filter(unsafely::Everything word) {
    return Selection<Model>(Filter<Model>(word));
  }
  /// All documents of the collection, to be read.
  static Selection<Model, false> all() { return Selection<Model, false>({}); }

 protected:
  static std::optional<Model> taken(const core::Found& found) {
    std::optional<Model> object;
    if (!found.document().empty()) core::take_loaded(found.document(), object.emplace());
    return object;
  }
  static Model required(std::optional<Model> object) {
    if (!object)
      throw NotFoundError("there is no " + std::string(reflect::type_name<Model>) +
                              " with this id: use load() where that is no error",
                          {core::operation("find", core::model_info<Model>()), 0, {}, false});
    return std::move(*object);
  }
  template <class Id>
  static core::Query by_id(const Id& id) {
    bson::Writer out;
    const auto start = out.begin();
    const auto equals = out.begin_document(std::string_view("_id"));
    put_value<Id>(out, std::string_view("$eq"), id, "_id");
    out.end(equals);
    out.end(start);
    return {Document::adopt({out.bytes().begin(), out.bytes().end()}), {}};
  }
};

}  // namespace loom
