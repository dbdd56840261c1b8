#pragma once
// SPDX-License-Identifier: Apache-2.0
// Delivers a command: again and again until it is answered, so that it takes effect once.

#include <cstdint>

#include "core/conversation.hpp"
#include "loom/core/command.hpp"

namespace loom::core {

/// Delivers `command` until it is answered or `deadline` has come.
///
/// Throws: as `run`.
Reply deliver(Conversation& conversation, const Command& command, Deadline deadline);

/// The first reply of a cursor, and the server that holds it.
struct Opened {
  Reply reply;
  std::uint32_t server;
};

/// Delivers a command that opens a cursor; `first_batch` as in Message.
///
/// Throws: as `run`.
Opened deliver_cursor(Conversation& conversation, const Command& command, Deadline deadline,
                      std::int32_t first_batch);

}  // namespace loom::core
