// SPDX-License-Identifier: Apache-2.0
// The private local server: who starts it, and who waits for it.

#include "connect/local_server.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>

#include "connect/local_server/directory.hpp"
#include "connect/local_server/file_lock.hpp"
#include "connect/local_server/replica_set.hpp"
#include "connect/local_server/server_log.hpp"
#include "connect/local_server/supervisor.hpp"
#include "core/deadline.hpp"
#include "loom/info/error.hpp"

namespace loom::core {
namespace {

using namespace local_server;

constexpr std::chrono::milliseconds poll{20};
constexpr std::chrono::seconds longest_silence{5};

/// This process's use of the private server.
class LocalServer {
 public:
  std::string ensure(Deadline deadline) {
    const std::lock_guard one_thread(mutex_);
    const Directory directory = open_directory();
    join(directory, deadline);
    std::optional<std::filesystem::path> started;
    require_private_socket(directory);
    while (!takes_writes(directory.socket, std::min(deadline, Clock::now() + longest_silence))) {
      // Free means that no server runs, and that no process is starting one.
      if (auto running = FileLock::try_exclusive(directory.server_lock())) {
        if (started) throw died(directory, *started);
        started = find_mongod();
        start(directory, *started, std::move(*running));
      }
      wait(directory, deadline);
    }
    return uri_of(directory.socket);
  }

 private:
  // Whoever holds the users' lock keeps the server from ending. It is taken anew each time, because
  // the directory may have been removed or moved since.
  void join(const Directory& directory, Deadline deadline) {
    auto shared = FileLock::try_shared(directory.users_lock());
    for (; !shared; shared = FileLock::try_shared(directory.users_lock()))
      wait(directory, deadline);              // the server is being ended
    futimens(shared->descriptor(), nullptr);  // an arrival: the time to the end begins again
    users_ = std::move(shared);
  }

  static void wait(const Directory& directory, Deadline deadline) {
    if (Clock::now() >= deadline)
      throw TimeoutError("The private server in " + directory.root.string() +
                             " was not ready in time; its log is " + directory.log().string() + ".",
                         {.retryable = true});
    std::this_thread::sleep_for(poll);
  }

  static ConnectionError died(const Directory& directory, const std::filesystem::path& mongod) {
    return ConnectionError("The private server did not start: " + mongod.string() +
                           " ended at once. Its last words, from " + directory.log().string() +
                           ":" + last_words(directory.log()));
  }

  std::mutex mutex_;
  std::optional<FileLock> users_;
};

}  // namespace

std::string local_server_uri() {
  // Never destroyed: the server is used until this process ends, also by its static objects.
  static auto& server = *new LocalServer;
  return server.ensure(operation_deadline());
}

}  // namespace loom::core
