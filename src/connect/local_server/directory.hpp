#pragma once
// SPDX-License-Identifier: Apache-2.0
// Where the private server lives: a directory, and a socket, that only this user can reach.

#include <filesystem>

namespace loom::core::local_server {

/// The files of one private server.
struct Directory {
  std::filesystem::path root;    ///< mode 0700; holds all but, at times, the socket
  std::filesystem::path socket;  ///< in `root`, or in a directory of mode 0700 under /tmp

  std::filesystem::path data() const { return root / "data"; }
  std::filesystem::path log() const { return root / "log"; }
  std::filesystem::path users_lock() const { return root / "users.lock"; }
  std::filesystem::path server_lock() const { return root / "server.lock"; }
  /// Is there while the server is kept without users.
  std::filesystem::path kept_mark() const { return root / "kept"; }
};

/// The directory of this user's server, made if it is missing: `$XDG_DATA_HOME/loom/server`.
///
/// Throws: ConnectionError where it cannot be made, or where another user could reach it.
Directory open_directory();

/// Throws ConnectionError where something stands in the socket's place that is no socket, belongs
/// to another user or lets others in.
void require_private_socket(const Directory& directory);

/// The program to run: `LOOM_MONGOD`, else `mongod` on the PATH, which are the user's own choice;
/// else the one in Loom's cache, if it is the pinned one.
///
/// Throws: ConnectionError that names the ways to have one.
std::filesystem::path find_mongod();

/// Where the pinned one is, once it was installed.
///
/// Throws: ConnectionError (no home directory).
std::filesystem::path cached_mongod();

}  // namespace loom::core::local_server
