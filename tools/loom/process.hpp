#pragma once
// SPDX-License-Identifier: Apache-2.0
// Runs another program, by its words and never through a shell.

#include <filesystem>
#include <string>
#include <vector>

namespace loom::command {

/// Where a program's output goes.
struct Output {
  /// Empty: to this program's own.
  std::filesystem::path log = {};
  /// What it would write to standard output goes to the error output.
  bool beside = false;
};

/// Runs a program, found on the PATH, to its end, and gives its exit status; 127 where there is
/// none, 128 and the signal where a signal ended it. Ctrl-C is for the program alone meanwhile.
int run(std::vector<std::string> words, const Output& output = {});

/// True where the PATH has a program of this name.
bool is_on_path(const std::string& name);

}  // namespace loom::command
