#pragma once
// SPDX-License-Identifier: Apache-2.0
// Runs a peer as a process of its own, and reads the processor time of each of its phases.

#include <map>
#include <string>
#include <vector>

namespace bench {

/// One phase of one peer, as its JSON line says, and the processor time that passed meanwhile.
struct Phase {
  std::string line;
  std::string test;
  double operations = 0;
  double seconds = 0;
  double cpu_seconds = 0;  ///< user and system, of all its threads
};

/// Runs a program to its end and gives its phases.
///
/// At each line that the program prints, its processor time is read from outside: both peers are
/// measured by the same means, and raw_mongoc stays as it is. What lies between two lines is a
/// phase; the first one includes the start.
/// Throws: std::runtime_error, where the program cannot be run or fails.
std::vector<Phase> run(const std::vector<std::string>& command,
                       const std::map<std::string, std::string>& settings);

}  // namespace bench
