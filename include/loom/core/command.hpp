#pragma once
// SPDX-License-Identifier: Apache-2.0
// The one door to the server: every operation of Loom is a command that goes through `run` or
// `Cursor`.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "loom/bson/view.hpp"
#include "loom/core/attempt.hpp"

namespace loom::core {

struct ModelInfo;

/// What a second delivery of a command would do, and so how Loom may repeat it.
enum class Effect {
  read,        ///< nothing: repeated until the deadline; read concern majority unless the body says
  write,       ///< once only: repeated under the same session and transaction number
  idempotent,  ///< the same again (createIndexes, dropDatabase): repeated until the deadline
  unknown,     ///< nobody knows: sent once, and without a concern of Loom's
};

/// A command as its caller makes it. `run` adds session, transaction number, concerns and
/// `maxTimeMS`.
struct Command {
  std::string_view database;  ///< as declared; a Sandbox maps it to a temporary one
  bson::View body;            ///< {"find": "customers", "filter": …}
  Effect effect = Effect::read;
  std::string_view operation;        ///< for errors: "find shop.customers"
  const ModelInfo* model = nullptr;  ///< for errors: the struct that declares the collection
};

/// The server's answer, owned.
class Reply {
 public:
  struct Impl;
  explicit Reply(std::unique_ptr<Impl> impl) noexcept;
  Reply(Reply&&) noexcept;
  Reply& operator=(Reply&&) noexcept;
  ~Reply();
  bson::View bytes() const noexcept;

 private:
  std::unique_ptr<Impl> impl_;
};

/// Sends a command and gives the server's answer; a lost answer is asked for again until the
/// deadline.
///
/// Write errors of single statements ("writeErrors") are left in the reply: they are the caller's.
/// In a transaction of this thread it is sent once, as a part of it.
/// Throws: ConnectionError, TimeoutError (nothing was written), InDoubtError (perhaps written),
///         ServerError, TransactionError (not possible in a transaction, or not any more).
Reply run(const Command& command);

/// The answers to a command that gives a cursor (`find`, `aggregate`), batch by batch.
///
/// While a batch is read, the next one is already being fetched by another thread; in a transaction
/// it is fetched when it is asked for. Destroyed early, it ends the cursor on the server.
class Cursor {
 public:
  /// `batch_size` is documents for each batch after the first; 0 leaves it to Loom.
  explicit Cursor(const Command& command, std::int32_t batch_size = 0);
  Cursor(Cursor&&) noexcept;
  Cursor& operator=(Cursor&&) noexcept;
  ~Cursor();

  /// The next batch: the bytes of a BSON array of documents, valid until the next call. Empty (no
  /// bytes) at the end; a batch without documents is passed over.
  bson::View next_batch();

  /// Throws: TransactionError, where this thread is not in the transaction that the cursor was
  /// opened in, or in one where it was opened in none.
  void require_its_transaction() const {
    if (attempt_.get() != current_attempt) [[unlikely]]
      refuse();
  }

 private:
  struct Impl;
  class ReadingAhead;
  class InTransaction;
  [[noreturn]] void refuse() const;

  std::unique_ptr<Impl> impl_;
  AttemptPtr attempt_;
};

/// The name that a declared database has now: its own, or a temporary one while a Sandbox lives.
std::string database_name(std::string_view declared);

/// Changes whenever the same declared name may mean another database: a new connection, a Sandbox
/// that begins or ends. What was learnt about collections under another epoch must be looked at
/// again.
std::uint64_t epoch() noexcept;

}  // namespace loom::core
