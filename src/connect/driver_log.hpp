#pragma once
// SPDX-License-Identifier: Apache-2.0
// Starts the C driver, and keeps its log from the program's output.

#include <string>
#include <vector>

namespace loom::core {

/// Starts libmongoc, once in a process, and takes its log away from standard output.
void start_driver();

/// What libmongoc warns of on this thread while it lives; one at a time on a thread.
class DriverWarnings {
 public:
  DriverWarnings();
  ~DriverWarnings();
  DriverWarnings(const DriverWarnings&) = delete;
  DriverWarnings& operator=(const DriverWarnings&) = delete;

  const std::vector<std::string>& texts() const noexcept { return texts_; }

 private:
  std::vector<std::string> texts_;
};

}  // namespace loom::core
