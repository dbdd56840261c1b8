// SPDX-License-Identifier: Apache-2.0
// Sends a command over the program's connection.

#include "core/conversation.hpp"
#include "core/delivery.hpp"
#include "core/transaction.hpp"
#include "loom/core/command.hpp"

namespace loom::core {

Reply run(const Command& command) {
  const auto deadline = operation_deadline();
  if (auto* transaction = Transaction::current()) return transaction->send(command, deadline);
  Conversation conversation(current_connection(deadline), deadline, command.operation);
  return deliver(conversation, command, deadline);
}

}  // namespace loom::core
