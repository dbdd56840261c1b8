#pragma once
// SPDX-License-Identifier: Apache-2.0
// What the core knows of a model: names and kinds, no types. Another front end can make it, too.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "loom/core/struct_info.hpp"

namespace loom {

/// How far apart the events of one source are: MongoDB puts those of an hour, a day or a month into
/// one bucket.
enum class Granularity : std::uint8_t { seconds, minutes, hours };

}  // namespace loom

namespace loom::core {

/// How a member takes part in saving.
enum class MemberKind : std::uint8_t {
  leaf,           ///< compared and written as one value
  nested,         ///< a struct: its members are compared one by one
  id,             ///< the document's `_id`: never changed
  counter,        ///< changed by `$inc`, and never compared
  time_inserted,  ///< set by Loom at the insert
  time_updated,   ///< set by Loom at every write, by `$max`
};

/// One member of a stored struct.
struct MemberInfo {
  using Members = std::span<const MemberInfo> (*)() noexcept;

  std::string_view name;                   ///< as it is stored
  std::array<std::string_view, 4> also{};  ///< older names that are still read
  MemberKind kind = MemberKind::leaf;
  Members members =
      nullptr;   ///< of the innermost struct of a nested member, or of a leaf's elements
  int maps = 0;  ///< how many maps stand around that struct

  bool is_called(std::string_view text) const noexcept {
    if (name == text) return true;
    for (const auto& older : also)
      if (!older.empty() && older == text) return true;
    return false;
  }
};

/// One field of an index: its path and 1 or -1.
struct IndexField {
  std::string_view path;
  int direction;
};

/// An index as it is declared.
struct IndexInfo {
  std::span<const IndexField> fields;
  bool unique = false;
  std::span<const std::string_view> where_exists{};  ///< a partial index: only where these exist
  std::optional<std::chrono::seconds> ttl{};
};

/// How the documents of a collection come and change.
enum class ModelKind : std::uint8_t {
  documents,    ///< inserted, changed and erased
  ledger,       ///< inserted only
  time_series,  ///< inserted only, into a time-series collection: no unique index, no transaction
};

/// The options of a time-series collection, as they are declared.
struct TimeSeriesInfo {
  std::string_view time;
  std::string_view metakey{};  ///< empty: none
  Granularity granularity = Granularity::seconds;
  std::optional<std::chrono::seconds> ttl{};
};

/// One declared collection.
struct ModelInfo {
  std::string_view type;  ///< the struct's name, for messages
  std::string_view database;
  std::string_view collection;
  std::span<const MemberInfo> members;
  std::span<const IndexInfo> indexes;
  bool change_images = false;  ///< the collection keeps documents as they were before and after
  ModelKind kind = ModelKind::documents;
  std::optional<TimeSeriesInfo> time_series{};
  /// What a document holds, for the server's validator; null where nothing is said of it.
  const StructInfo& (*structure)() = nullptr;

  /// The epoch in which the collection was last looked at before a write.
  mutable std::atomic<std::uint64_t> looked_at{0};
  /// The epoch in which the collection was last seen to exist.
  mutable std::atomic<std::uint64_t> seen_at{0};
};

}  // namespace loom::core
