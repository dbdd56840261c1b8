// SPDX-License-Identifier: Apache-2.0
// Runs another program, by its words and never through a shell.

#include "process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <system_error>

#include "loom/info/error.hpp"

namespace loom::command {
namespace {

constexpr int not_found = 127;
constexpr int by_signal = 128;

/// Ends with its scope: this program hears Ctrl-C again.
class DeafToInterrupts {
 public:
  DeafToInterrupts() {
    struct sigaction deaf {};
    deaf.sa_handler = SIG_IGN;
    sigaction(SIGINT, &deaf, &interrupt_);
    sigaction(SIGQUIT, &deaf, &quit_);
  }
  ~DeafToInterrupts() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGQUIT, &quit_, nullptr);
  }
  DeafToInterrupts(const DeafToInterrupts&) = delete;
  DeafToInterrupts& operator=(const DeafToInterrupts&) = delete;

 private:
  struct sigaction interrupt_ {};
  struct sigaction quit_ {};
};

class Settings {
 public:
  explicit Settings(const Output& output) {
    posix_spawn_file_actions_init(&files_);
    if (!output.log.empty()) {
      posix_spawn_file_actions_addopen(&files_, 0, "/dev/null", O_RDONLY, 0);
      posix_spawn_file_actions_addopen(&files_, 1, output.log.c_str(),
                                       O_WRONLY | O_CREAT | O_APPEND, 0600);
      posix_spawn_file_actions_adddup2(&files_, 1, 2);
    } else if (output.beside) {
      posix_spawn_file_actions_adddup2(&files_, 2, 1);
    }
    sigset_t heard;
    sigemptyset(&heard);
    sigaddset(&heard, SIGINT);
    sigaddset(&heard, SIGQUIT);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigdefault(&attributes_, &heard);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  ~Settings() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  const posix_spawn_file_actions_t* files() const noexcept { return &files_; }
  const posix_spawnattr_t* attributes() const noexcept { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

}  // namespace

int run(std::vector<std::string> words, const Output& output) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  const DeafToInterrupts deaf;
  const Settings settings(output);
  pid_t process = 0;
  if (const int error = posix_spawnp(&process, words.front().c_str(), settings.files(),
                                     settings.attributes(), arguments.data(), environ)) {
    if (error == ENOENT) return not_found;
    throw Error(words.front() + " cannot be run: " + std::generic_category().message(error));
  }
  int status = 0;
  while (waitpid(process, &status, 0) < 0)
    if (errno != EINTR) throw Error("the end of " + words.front() + " was missed");
  return WIFEXITED(status) ? WEXITSTATUS(status) : by_signal + WTERMSIG(status);
}

bool is_on_path(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');)
    if (const auto program = std::filesystem::path(folder) / name;
        access(program.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(program))
      return true;
  return false;
}

}  // namespace loom::command
