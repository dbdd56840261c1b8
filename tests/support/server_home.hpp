#pragma once
// SPDX-License-Identifier: Apache-2.0
// A place for a private local server of one test, and what a test must know of such a server.

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>

#include "connect/local_server/administration.hpp"
#include "support/child.hpp"

namespace loom::test {

/// A private server's data home under /tmp; at its end, the server ends and its files are removed.
class ServerHome {
 public:
  explicit ServerHome(std::string_view name = "loom-Test");
  ~ServerHome();
  ServerHome(const ServerHome&) = delete;
  ServerHome& operator=(const ServerHome&) = delete;

  const std::filesystem::path& path() const noexcept { return path_; }
  std::filesystem::path server() const { return path_ / "loom" / "server"; }
  Environment environment() const { return {{"XDG_DATA_HOME", path_.string()}}; }
  void move_to(const std::filesystem::path& path);

 private:
  std::filesystem::path path_;
};

/// A process that calls `local_server_uri` at its begin and at each word, within
/// `LOOM_TEST_DEADLINE_MS` where that is set; it answers with the URI, or "ConnectionError: …".
struct ServerUser : Child {
  explicit ServerUser(const Environment& changes)
      : Child("DISABLED_ServerUser.uses_the_server", changes) {}
};

/// The socket in a URI that `local_server_uri` gave.
std::filesystem::path socket_of(const std::string& uri);

using core::local_server::process_behind;

/// Waits until a process has ended.
void await_end_of(pid_t process);

/// Ends the server that listens on a socket, if there is one, as an administrator would.
void end_server(const std::filesystem::path& socket);

}  // namespace loom::test
