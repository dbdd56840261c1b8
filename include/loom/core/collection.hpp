#pragma once
// SPDX-License-Identifier: Apache-2.0
// What Loom does with the documents of one collection, on bytes: the typed layer above only
// encodes, decodes and asks.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loom/bson/document.hpp"
#include "loom/bson/writer.hpp"
#include "loom/core/command.hpp"
#include "loom/core/model_info.hpp"
#include "loom/core/tracking.hpp"
#include "loom/info/error.hpp"
#include "loom/time/time.hpp"

namespace loom::core {

/// "insert shop.customers", for errors.
std::string operation(std::string_view verb, const ModelInfo& model);

/// Inserts a document, or repeats an insert whose answer was lost; meeting itself means done.
///
/// Throws: DuplicateKeyError, InDoubtError (`tracking` knows it then), SchemaError,
/// ValidationError.
void insert(const ModelInfo& model, bson::View document, Tracking& tracking);

enum class Overwrite : bool { no, yes };

/// What an object was and is, as this program encodes it.
struct Forms {
  bson::View before;
  bson::View after;
  bson::View upgraded;  ///< the loaded document in the model's present version; else as it is
};

/// Sends what differs, where the stored values are still those that were loaded; false where
/// nothing differs.
///
/// Afterwards the snapshot is what this object knows to be stored, with the server's counters.
/// Throws: ConflictError, InDoubtError, SchemaError (unknown fields would be dropped).
bool save(const ModelInfo& model, Tracking& tracking, const Forms& forms, Time now,
          Overwrite overwrite);

/// Erases the document where it is still what was loaded.
///
/// Throws: ConflictError, InDoubtError.
void erase(const ModelInfo& model, Tracking& tracking, Overwrite overwrite);

/// Throws where what an object knows comes from outside of this thread's transaction, or from one
/// that was not committed: `verb` cannot be done then.
void require_part(const ModelInfo& model, const Tracking& tracking, std::string_view verb);

/// The same, and where an object's answer was lost, or it was erased or moved from.
void require_known(const ModelInfo& model, const Tracking& tracking, std::string_view verb);

/// Inserts many documents, a command for every 16 MiB, and keeps what failed.
class BulkInsert {
 public:
  /// Throws: SchemaError, before anything is sent.
  explicit BulkInsert(const ModelInfo& model);
  /// Adds the document of the item at `index`; `tracking` is told when it was sent.
  void add(std::size_t index, bson::View document, Tracking& tracking);
  /// Keeps an item's own failure.
  void fail(std::size_t index, std::shared_ptr<const Error> cause);
  /// Sends the rest; throws a BulkError where items failed.
  void finish();

 private:
  struct Item {
    std::size_t index;
    std::size_t offset;
    std::size_t size;
    Tracking* tracking;
  };
  void send();
  void settle(const Reply& reply);
  void fail_all(std::shared_ptr<const Error> cause, Standing standing);

  const ModelInfo& model_;
  bson::Writer body_;
  std::vector<Item> items_;
  std::vector<BulkFailure> failures_;
  std::shared_ptr<const Error> broken_;  // what ended the connection: the rest is not tried
  std::size_t command_ = 0, documents_ = 0;
};

/// Which documents, in which order.
struct Query {
  Document filter;
  Document sort;
  std::int64_t skip = 0;
  std::int64_t limit = 0;       ///< 0: all
  std::int64_t sample = 0;      ///< so many by chance, before sort, skip and limit; 0: all
  std::int32_t batch_size = 0;  ///< documents of one answer; 0: as Loom sees fit
  bool disk_use = false;        ///< the server may sort on disk what its memory does not hold
};

/// The answer that holds at most one document.
class Found {
 public:
  explicit Found(Reply reply);
  /// The document; no bytes where there is none.
  bson::View document() const noexcept { return document_; }

 private:
  Reply reply_;
  bson::View document_;
};

Found find_one(const ModelInfo& model, const Query& query);
/// The document of an object that is loaded anew. Where a write of it is in doubt, this waits until
/// a majority has what the primary has, so that a write which is on its way there is not taken for
/// one that was not applied.
Found find_anew(const ModelInfo& model, const Query& query, const Tracking& tracking);
Cursor find(const ModelInfo& model, const Query& query);
std::int64_t count(const ModelInfo& model, const Query& query);
bool exists(const ModelInfo& model, const Query& query);
/// The same documents, the one that was inserted last in front.
Query newest_first(const ModelInfo& model, Query query);

/// Calls `take` with every document whose `_id` is in the BSON array `ids`, in any order.
void find_by_ids(const ModelInfo& model, bson::View ids,
                 const std::function<void(bson::View)>& take);

/// `n`, or a ValidationError where it is less than `least`; `what` is the word that was given it.
std::int64_t require_at_least(std::int64_t least, std::string_view what, std::int64_t n);

/// The error that is being handled, as a value that can be kept.
std::shared_ptr<const Error> current_error();

}  // namespace loom::core
