#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a server says about itself, asked over the program's connection.

#include <chrono>
#include <compare>
#include <string>
#include <string_view>

#include "loom/connect/connection_info.hpp"

namespace loom::command {

/// The first two numbers of a version, which is what one compares.
struct Version {
  int major = 0;
  int minor = 0;

  static Version of(std::string_view text);
  friend auto operator<=>(const Version&, const Version&) = default;
};

struct ServerFacts {
  std::string version;  ///< "6.0.5"

  // Of a replica set.
  std::string set;  ///< its name
  int members = 0;
  std::string unhealthy;  ///< "b:27017 (down)"; empty where all is well or this user may not ask

  /// How far this machine's clock is ahead of the server's, and how wrong that may be.
  std::chrono::milliseconds clock_offset{};
  std::chrono::milliseconds clock_error{};
};

/// Throws: ConnectionError, TimeoutError, ServerError.
ServerFacts facts_of_the_server(Deployment deployment);

}  // namespace loom::command
