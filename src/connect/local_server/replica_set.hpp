#pragma once
// SPDX-License-Identifier: Apache-2.0
// Makes the private server a replica set of one, and knows whether it takes writes.

#include <filesystem>
#include <string>

#include "core/deadline.hpp"

namespace loom::core::local_server {

/// The name of the replica set.
inline constexpr const char* set_name = "loom";

/// The URI of a server that listens on `socket`.
std::string uri_of(const std::filesystem::path& socket);

/// Looks whether the server on `socket` takes writes; where all that it lacks is a configuration
/// that names this socket (a first start, data that were moved), gives it one. Never throws for a
/// server that is not there or not ready yet.
bool takes_writes(const std::filesystem::path& socket, Deadline deadline);

}  // namespace loom::core::local_server
