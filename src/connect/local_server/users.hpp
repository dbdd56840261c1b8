#pragma once
// SPDX-License-Identifier: Apache-2.0
// Finds the processes that use the private server.

#include <vector>

#include "connect/local_server/directory.hpp"
#include "loom/connect/local_server.hpp"

namespace loom::core::local_server {

/// The processes that hold the users' lock, by ascending number; without those that this user may
/// not look into.
std::vector<loom::local_server::User> users_of(const Directory& directory);

}  // namespace loom::core::local_server
