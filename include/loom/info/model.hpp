#pragma once
// SPDX-License-Identifier: Apache-2.0
// The base of models whose documents are saved, changed and erased.

#include <concepts>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "loom/core/retry.hpp"
#include "loom/info/query.hpp"
#include "loom/info/saving.hpp"
#include "loom/info/unsafely.hpp"
#include "loom/info/watch.hpp"

namespace loom {

/// The empty base of a model: gives its struct a place in a database.
///
/// Every write is acknowledged by a majority and journaled; a lost answer is asked for again until
/// the deadline. All operations may throw ConnectionError, TimeoutError and ServerError beside what
/// they say.
///
///     struct Customer : loom::PersistableModel<Customer> {
///       static constexpr auto persist_db = loom::declare_persist_db("shop", "customers");
///       loom::Id<Customer> id;
///       std::string name;
///     };
///     Customer ada{.name = "Ada"};
///     ada.persist();
template <class Model>
struct PersistableModel : reflect::ModelBase {
  /// Saves this object: a new one is inserted, of a stored one only what changed is sent.
  ///
  /// Where another writer changed the same leaves since they were loaded, nothing is written.
  /// Writers of different leaves do not collide. Nothing changed: no round trip.
  ///
  /// BSON:   {"update": …, "updates": [{"q": {"_id": …, "$expr": …}, "u": {"$set": {"age": 37}}}]}
  /// Throws: ConflictError (names the fields), DuplicateKeyError, InDoubtError, ValidationError,
  ///         SchemaError.
  ///
  ///     auto ada = Customer::get(id);
  ///     ada.age = 37;
  ///     ada.persist();
  void persist() {
    if constexpr (core::assert_model<Model>()) core::persist_object(self(), core::Overwrite::no);
  }
  /// Saves this object over what others changed: the last writer wins. A deleted document stays so.
  void persist(unsafely::Overwrite) {
    if constexpr (core::assert_model<Model>()) core::persist_object(self(), core::Overwrite::yes);
  }

  /// Loads this object anew, as it is stored now. Where a write of it is in doubt, this tells
  /// whether it was applied.
  ///
  /// Throws: NotFoundError, DecodeError, ValidationError (never saved).
  void reload() {
    if constexpr (core::assert_model<Model>()) {
      const auto found = core::find_anew(core::model_info<Model>(), by_id(core::own_id(self())),
                                         core::tracking_of(self()));
      self() = required(taken(found));
    }
  }

  /// Erases this object's document where it is still as it was loaded.
  ///
  /// Throws: ConflictError (others changed or deleted it), InDoubtError, NotFoundError (never
  /// saved).
  void erase() {
    if constexpr (core::assert_model<Model>())
      core::erase(core::model_info<Model>(), core::tracking_of(self()), core::Overwrite::no);
  }
  /// Erases this object's document also where others changed it.
  void erase(unsafely::Overwrite) {
    if constexpr (core::assert_model<Model>())
      core::erase(core::model_info<Model>(), core::tracking_of(self()), core::Overwrite::yes);
  }

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

  /// Loads an object, applies a change to it and saves it; where another writer was faster, again.
  ///
  /// Throws: NotFoundError; ConflictError after a hundred tries; what `change` throws.
  ///
  ///     Customer::modify(id, [](Customer& c) { c.tags.push_back("loyal"); });
  template <class M = Model, std::invocable<Model&> Change>
  static Model modify(const core::OwnId<M>& id, Change change) {
    return core::retry_conflicts([&] {
      Model object = get(id);
      change(object);
      object.persist();
      return object;
    });
  }

  /// Saves many objects: new ones in bulk, changed ones each by its own comparison.
  ///
  /// Throws: BulkError, with an entry for each object that was not saved; all others were, or in a
  ///         transaction none.
  ///
  ///     std::vector<Customer> many = …;
  ///     Customer::persist_many(many);
  static void persist_many(std::span<Model> objects) {
    if constexpr (core::assert_model<Model>()) core::persist_objects(objects);
  }
  static void persist_many(std::vector<Model>&& objects) {
    persist_many(std::span<Model>(objects));
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

  /// The first document that a filter means, or `otherwise`, which is inserted then.
  ///
  /// The filter is over a unique index: where another program inserts at the same time, its
  /// document is loaded. Throws: DuplicateKeyError, where the filter does not mean the document
  /// that is in the way.
  ///
  ///     auto ada = Customer::find_or_insert(fld<&Customer::email> == email, {.email = email, .name
  ///     = name});
  static Model find_or_insert(const Filter<Model>& wanted, Model otherwise) {
    if (auto found = filter(wanted).load_one()) return std::move(*found);
    try {
      otherwise.persist();
      return otherwise;
    } catch (const DuplicateKeyError&) {
      if (auto found = filter(wanted).load_one()) return std::move(*found);
      throw;
    }
  }

  /// The changes of the collection from now on, one after the other; it waits for those to come.
  ///
  /// It goes on by itself after a lost connection or with a new primary, and gives each change
  /// once.
  ///
  /// BSON:   {"aggregate": "orders", "pipeline": [{"$changeStream": {…}}, {"$match": …}]}
  /// Throws: HistoryLostError, SchemaError; as the loop goes on, what `Watch` says.
  /// Source: https://www.mongodb.com/docs/manual/changeStreams/
  ///
  ///     for (const loom::Change<Order>& change : Order::watch()) …
  [[nodiscard]] static Watch<Model> watch(WatchOptions options = {}) {
    return Watch<Model>({}, std::move(options));
  }
  [[nodiscard]] static Watch<Model> watch(std::stop_token stop) {
    return watch(WatchOptions{.stop = std::move(stop)});
  }
  /// The changes after which a filter means the document.
  ///
  /// A change that takes a document out of the filter is not seen. An erased document is judged as
  /// it was before, where the model declares `change_images`; without them all erasures are seen,
  /// and changes whose document was gone when it was looked up.
  ///
  ///     for (const auto& change : Order::watch(fld<&Order::state> == State::paid)) …
  template <class Wanted>
  [[nodiscard]] static Watch<Model> watch(const Filter<Wanted>& wanted, WatchOptions options = {}) {
    static_assert(filter_is_of_this_model<Model, Wanted>,
                  "this filter belongs to another model: name the fields of the model that is "
                  "filtered");
    return Watch<Model>(wanted.document(), std::move(options));
  }
  template <class Wanted>
  [[nodiscard]] static Watch<Model> watch(const Filter<Wanted>& wanted, std::stop_token stop) {
    return watch(wanted, WatchOptions{.stop = std::move(stop)});
  }

 private:
  Model& self() noexcept { return static_cast<Model&>(*this); }
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
