#pragma once
// SPDX-License-Identifier: Apache-2.0
// What `loom doctor` looks at.

#include <string>
#include <vector>

namespace loom::command {

enum class Level {
  good,
  note,     ///< works, and is worth knowing
  problem,  ///< something does not work, or not as Loom promises
};

struct Finding {
  std::string subject;  ///< "connection", "clock" …
  Level level;
  std::string text;
  std::string remedy = {};  ///< what to do; empty where there is nothing to do
};

/// Looks at everything, in an order in which one thing builds on the other. What cannot be looked
/// at, as there is no connection, is not among the findings.
std::vector<Finding> examine();

}  // namespace loom::command
