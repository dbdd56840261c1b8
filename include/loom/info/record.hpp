#pragma once
// SPDX-License-Identifier: Apache-2.0
// What ledgers and time series have in common: a record is inserted, and then it stays.

#include <span>
#include <vector>

#include "loom/info/model_reads.hpp"

namespace loom {

/// The empty base of ledgers and time series: append only, by type.
template <class Model, class Base>
struct RecordModel : ModelReads<Model, Base> {
  /// Inserts this object as a new record with a new id, whether it changed or not.
  ///
  /// Repeated after an InDoubtError it settles that record first, under the id that it had: it is
  /// never there twice. Where the object was changed since, the change is a record of its own.
  ///
  /// Throws: InDoubtError, ValidationError, SchemaError, DuplicateKeyError.
  ///
  ///     price.amount = 12;
  ///     price.persist();
  void persist() {
    if constexpr (core::assert_model<Model>()) core::persist_record(static_cast<Model&>(*this));
  }
  /// Inserts all of them as new records, thousands in one round trip.
  ///
  /// Throws: BulkError, with an entry for each record that was not inserted; all others were, or in
  /// a
  ///         transaction none.
  static void persist_many(std::span<Model> objects) {
    if constexpr (core::assert_model<Model>()) core::persist_records(objects);
  }
  static void persist_many(std::vector<Model>&& objects) {
    persist_many(std::span<Model>(objects));
  }

  // Said here, so that the compiler can say what to do instead.
  template <class Word>
  void persist(Word) {
    (void)detail::assert_mutable<Model>();
  }
  void reload() { (void)detail::assert_mutable<Model>(); }
  template <class... Words>
  void erase(Words...) {
    (void)detail::assert_mutable<Model>();
  }
  template <class Change>
  static Model modify(const Id<Model>&, Change) {
    (void)detail::assert_mutable<Model>();
    return {};
  }
  static Model find_or_insert(const Filter<Model>&, Model otherwise) {
    (void)detail::assert_mutable<Model>();
    return otherwise;
  }
};

}  // namespace loom
