// SPDX-License-Identifier: Apache-2.0
// Starts the private server, apart from this process, so that it ends after its last user.

#include "connect/local_server/supervisor.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <vector>

#include "connect/local_server/replica_set.hpp"
#include "loom/info/error.hpp"

namespace loom::core::local_server {
namespace {

constexpr int running_descriptor = 3;

// A shell and not a fork of this process: a program with threads, or under a sanitizer, cannot go
// on after fork(). Descriptor 3 is the lock that says "the server runs", 4 the users' lock; mongod
// must not hold the latter, and what waits for it must not hold the former.
//
// A server that ends takes its group (which is its session's) with it. One whose supervisor is
// killed is told by the kernel (pdeathsig). `kill 0` is the group: no process number can be out of
// date.
constexpr const char* script = R"sh(
(
  users=$1 kept=$2
  shift 2
  cd /
  umask 077
  ulimit -c 0
  exec 4<>"$users" || exit
  trap : TERM
  until_unused() {
    while flock -x 4; do
      last_arrival=$(stat -c %y "$users")
      flock -u 4
      sleep 3
      flock -n -x 4 && [ "$last_arrival" = "$(stat -c %y "$users")" ] && [ ! -e "$kept" ] && break
    done
    kill -TERM 0
  }
  (exec 3>&-; until_unused) &
  setpriv --pdeathsig TERM "$@" 4>&-
  echo "mongod ended with status $?"
  kill -KILL 0
) &
)sh";

std::vector<std::string> command_line(const Directory& directory,
                                      const std::filesystem::path& mongod) {
  // clang-format off
  return {
      "sh", "-c", script, "loom-local-server", directory.users_lock(),
      directory.kept_mark(), mongod,
      // The socket that mongod makes by itself and the one it is told to listen on are the same,
      // so there is one; and with a path for an address, no TCP port.
      "--bind_ip", directory.socket,
      "--unixSocketPrefix", directory.socket.parent_path(),
      "--filePermissions", "0700",
      "--replSet", set_name,
      "--dbpath", directory.data(),
      "--logpath", directory.log(), "--logappend", "--quiet",
      "--timeStampFormat", "iso8601-utc",  // libbson reads no other in JSON
      "--wiredTigerCacheSizeGB", "0.5",
      "--oplogSize", "256",
      "--setParameter", "diagnosticDataCollectionEnabled=false",
      // A primary would wait 15 seconds for its clients to find another one.
      "--setParameter", "shutdownTimeoutMillisForSignaledShutdown=0"};
  // clang-format on
}

class SpawnSettings {
 public:
  SpawnSettings(int running, const std::filesystem::path& log) {
    posix_spawn_file_actions_init(&files_);
    // First of all: in a program that closed its standard input, `running` may be descriptor 0.
    posix_spawn_file_actions_adddup2(&files_, running, running_descriptor);
    posix_spawn_file_actions_addopen(&files_, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files_, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&files_, 1, 2);
    posix_spawn_file_actions_addclosefrom_np(&files_, running_descriptor + 1);

    // A session of its own: the terminal's Ctrl-C is for the user's program. The program's
    // blocked and ignored signals are its own matter, too.
    posix_spawnattr_init(&attributes_);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  const posix_spawn_file_actions_t* files() const noexcept { return &files_; }
  const posix_spawnattr_t* attributes() const noexcept { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

}  // namespace

void start(const Directory& directory, const std::filesystem::path& mongod, FileLock running) {
  if (mkdir(directory.data().c_str(), 0700) != 0 && errno != EEXIST)
    throw ConnectionError("The private server's directory " + directory.data().string() +
                          " cannot be made: " + std::generic_category().message(errno) + ".");
  // So that the log has only this server's words, and does not grow for ever.
  std::error_code none_yet;
  std::filesystem::rename(directory.log(), directory.log().string() + ".previous", none_yet);

  auto words = command_line(directory, mongod);
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  const SpawnSettings settings(running.descriptor(), directory.log());
  pid_t shell = 0;
  if (const int error = posix_spawn(&shell, "/bin/sh", settings.files(), settings.attributes(),
                                    arguments.data(), environ))
    throw ConnectionError("The private server cannot be started with /bin/sh: " +
                          std::generic_category().message(error) + ".");
  // It leaves the server to the init process and ends at once.
  while (waitpid(shell, nullptr, 0) < 0 && errno == EINTR) continue;
}

}  // namespace loom::core::local_server
