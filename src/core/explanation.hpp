#pragma once
// SPDX-License-Identifier: Apache-2.0
// The server's explanation of a command.

#include <string_view>

#include "loom/core/command.hpp"

namespace loom::core {

enum class Verbosity {
  plan,  ///< "queryPlanner": the command is not run
  run,   ///< "executionStats"
};

/// Asks for the explanation of a read command; never as a part of a transaction, which takes none.
Reply explanation(std::string_view database, bson::View command, Verbosity verbosity,
                  std::string_view operation);

}  // namespace loom::core
