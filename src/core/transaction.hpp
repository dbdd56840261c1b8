#pragma once
// SPDX-License-Identifier: Apache-2.0
// The transaction of a thread: one client and one session, through which its operations go.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/conversation.hpp"
#include "core/deadline.hpp"
#include "loom/bson/document.hpp"
#include "loom/core/attempt.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"

namespace loom::core {

/// A transaction, from its first attempt until it is committed or given up.
class Transaction {
 public:
  /// The one that this thread is in; null outside.
  static Transaction* current() noexcept {
    return current_attempt ? &current_attempt->transaction() : nullptr;
  }

  /// Throws: TransactionError (a standalone server), ConnectionError, TimeoutError.
  Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Attempts it until it is committed.
  void run(const std::function<void()>& callback);
  /// Makes a callback a part of the attempt under way: if it fails, all fails.
  void join(const std::function<void()>& callback);

  /// Sends a command as a part of the attempt, once; `first_batch` as in Message.
  ///
  /// Throws: as `run` of a command, but for InDoubtError.
  Reply send(const Command& command, Deadline deadline, std::int32_t first_batch = 0);

  /// Nothing can be committed any more, for the server or Loom has given up `operation`.
  void fail(std::string_view operation, const std::string& reason);

  const Connection& connection() const noexcept { return conversation_.connection(); }

 private:
  friend class OutsideTransaction;

  /// Why an attempt cannot be committed.
  struct Failure {
    ErrorFacts facts;
    std::string reason;
    bool passing;  ///< another attempt may succeed
    bool reached;  ///< a server may have seen a command
  };

  bool may_begin_again() const { return failure_ && failure_->passing; }
  void begin(int tries);
  void require_sound(std::string_view operation) const;
  [[noreturn]] void refuse(std::string_view operation, Answer answer);
  Answer end(std::string_view command, std::uint32_t server, Deadline deadline);
  /// True where it is committed, false where it is undone and may begin again.
  bool commit();
  void abort() noexcept;
  /// Why the private server cannot be started again, where this leads to it and it has ended.
  std::optional<std::string> revive();
  [[noreturn]] void give_up(const std::string& reason, bool reached) const;
  void keep_recovery_token(bson::View reply);

  const Deadline limit_;
  Conversation conversation_;
  AttemptPtr attempt_;
  std::uint32_t server_ = 0;
  std::int64_t number_ = 0;  ///< of the attempt
  std::int64_t run_ = 0;     ///< of the first attempt
  bool sent_ = false;        ///< the attempt has begun on the server
  bool outside_ = false;     ///< what is sent takes no part
  std::optional<Failure> failure_;
  Document recovery_token_;  ///< by which any router of a sharded cluster finds the commit
};

/// While it lives, the commands of this thread take no part in its transaction, and see the
/// database as it is outside. They must not write.
class OutsideTransaction {
 public:
  OutsideTransaction() noexcept : transaction_(Transaction::current()) {
    if (transaction_) transaction_->outside_ = true;
  }
  ~OutsideTransaction() {
    if (transaction_) transaction_->outside_ = false;
  }
  OutsideTransaction(const OutsideTransaction&) = delete;
  OutsideTransaction& operator=(const OutsideTransaction&) = delete;

 private:
  Transaction* transaction_;
};

/// Throws a TransactionError where this thread is in a transaction; `advice` says what to do.
void require_no_transaction(std::string_view operation, std::string_view advice);

}  // namespace loom::core
