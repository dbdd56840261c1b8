#pragma once
// SPDX-License-Identifier: Apache-2.0
// One command on its way, as observers see it: nothing but a look at a number where there are none.

#include <memory>
#include <optional>

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

 private:
  void tell(CommandOutcome outcome, int code, int deliveries);

  const Command& command_;
  std::optional<std::chrono::steady_clock::time_point> start_;  ///< nothing: nobody observes
};

}  // namespace loom::core
