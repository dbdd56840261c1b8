#pragma once
// SPDX-License-Identifier: Apache-2.0
// One command on its way, as observers see it: nothing but a look at a number where there are none.

#include <memory>
#include <optional>

#include "core/conversation.hpp"
#include "loom/connect/on_command.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"

namespace loom::core {

class Observation {
 public:
  /// Begins to measure where somebody observes. The command must outlive this.
  explicit Observation(const Command& command);

  /// Tells the observers that the command was answered.
  void answered(bson::View reply, int deliveries);
  /// Tells the observers with which error it ended.
  void failed(const Error& error, int deliveries);
  /// Tells the observers how the one delivery of the command ended.
  void ended(const Answer& answer);

 private:
  void tell(CommandOutcome outcome, int code, int deliveries);

  const Command& command_;
  std::optional<std::chrono::steady_clock::time_point> start_;  ///< nothing: nobody observes
};

/// Sends `message`, which is how `command` goes over the wire, once, and tells the observers.
Answer ask_observed(Conversation& conversation, const Command& command, const std::string& database,
                    bson::View message, std::uint32_t server, Deadline deadline);

}  // namespace loom::core
