#pragma once
// SPDX-License-Identifier: Apache-2.0
// Starts the private server, apart from this process, so that it ends after its last user.

#include <filesystem>

#include "connect/local_server/directory.hpp"
#include "connect/local_server/file_lock.hpp"

namespace loom::core::local_server {

/// Starts `mongod`, and beside it what ends it when nobody holds the users' lock for three seconds
/// and no mark says that it is kept.
///
/// The server holds `running` from now on; it is free again when the server has ended.
/// Throws: ConnectionError where no process can be started.
void start(const Directory& directory, const std::filesystem::path& mongod, FileLock running);

}  // namespace loom::core::local_server
