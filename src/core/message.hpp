#pragma once
// SPDX-License-Identifier: Apache-2.0
// A command as it is sent: the caller's body, and what Loom adds to it.

#include <cstdint>
#include <optional>
#include <string_view>

#include "connect/connection.hpp"
#include "loom/bson/writer.hpp"
#include "loom/core/command.hpp"

namespace loom::core {

/// A number for a write or a transaction: each session sees them rise, which is all that the server
/// asks. To be taken when the session is there, for another operation had it before.
std::int64_t next_transaction_number() noexcept;

/// The place of a command in a transaction.
struct InTransaction {
  std::int64_t number;
  bool first;  ///< it begins the transaction
};

/// A command with its concerns, its transaction number and the time that is left.
class Message {
 public:
  /// `first_batch` is asked for by a `find` that says nothing about the size of its result. The
  /// command's body must outlive the message.
  ///
  /// Throws: ValidationError (larger than the server takes), Error (a body that is no BSON),
  ///         TransactionError (MongoDB does not allow it in a transaction).
  Message(const Command& command, const Terms& terms, std::int32_t first_batch = 0,
          std::optional<InTransaction> transaction = {});

  /// True where a second delivery does no harm.
  bool repeatable() const noexcept { return repeatable_; }

  /// The bytes to send now: what is left until `deadline` is the server's limit. Valid until the
  /// next call.
  bson::View bytes(Deadline deadline);

 private:
  bson::View body_;
  bson::View read_concern_;   ///< empty: none is added
  bson::View write_concern_;  ///< empty: none is added
  std::optional<InTransaction> transaction_;
  std::int64_t transaction_number_ = 0;  ///< taken when the bytes are first asked for
  bool once_only_ = false;
  std::int32_t first_batch_ = 0;
  bool has_limit_;  ///< the caller has set maxTimeMS
  bool repeatable_;
  bson::Writer out_;
};

}  // namespace loom::core
