#pragma once
// SPDX-License-Identifier: Apache-2.0
// The changes of one collection, event by event, on bytes; it resumes by itself.

#include <memory>
#include <optional>
#include <stop_token>

#include "loom/bson/document.hpp"
#include "loom/bson/reader.hpp"
#include "loom/core/model_info.hpp"
#include "loom/time/time.hpp"

namespace loom {

/// What a change did to its document. MongoDB's name of `erase` is "delete".
enum class ChangeKind { insert, update, replace, erase };

namespace core {

/// One change; its bytes are valid until the next one is asked for.
struct ChangeEvent {
  ChangeKind kind = ChangeKind::insert;
  bson::Element key{};  ///< the document's `_id`
  bson::View after{};   ///< empty where there is none
  bson::View before{};  ///< empty where there is none
  Time time{};
};

/// Which changes, and from where.
struct ChangeQuery {
  Document filter;       ///< of documents; an empty one means all
  Document after_token;  ///< an empty one means: from now on
};

/// A change stream that goes on after each failure from which it can: it gives every change once.
///
/// It keeps one client of the pool while it lives. Destroyed, it ends the cursor on the server.
class ChangeStream {
 public:
  /// Opens the stream, so that changes from here on are given.
  ///
  /// Throws: HistoryLostError, SchemaError (the model declares images and the collection keeps
  ///         none), ServerError, ConnectionError, TimeoutError, ValidationError (the filter).
  ChangeStream(const ModelInfo& model, const ChangeQuery& query, std::stop_token stop);
  ChangeStream(ChangeStream&&) noexcept;
  ChangeStream& operator=(ChangeStream&&) noexcept;
  ~ChangeStream();

  /// Waits for the next change; nothing once a stop is requested. After an error that it threw, it
  /// goes on.
  ///
  /// Throws: TimeoutError (the deadline of this thread's scope; without one it waits for ever),
  ///         SchemaError (the collection was dropped or renamed, or kept no image),
  ///         HistoryLostError, ServerError, ConnectionError (the login is refused).
  std::optional<ChangeEvent> next();

  /// Where a new stream goes on after all that this one gave; empty where it was never opened.
  const Document& token() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace core
}  // namespace loom
