// SPDX-License-Identifier: Apache-2.0
// The private local server, from outside: looks at it, keeps it, ends it.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <thread>

#include "connect/local_server.hpp"
#include "connect/local_server/administration.hpp"
#include "connect/local_server/bson_path.hpp"
#include "connect/local_server/directory.hpp"
#include "connect/local_server/file_lock.hpp"
#include "connect/local_server/pinned_binary.hpp"
#include "connect/local_server/replica_set.hpp"
#include "connect/local_server/users.hpp"
#include "core/deadline.hpp"
#include "loom/bson/build.hpp"
#include "loom/connect/local_server.hpp"
#include "loom/info/error.hpp"

namespace loom::local_server {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using namespace core::local_server;
using core::Clock;
using core::Deadline;

constexpr auto poll = 20ms;
constexpr auto long_enough_to_answer = 1s;

Directory checked_directory() {
  Directory directory = open_directory();
  require_private_socket(directory);
  return directory;
}

/// What the files of a directory take on the disk; they may be removed meanwhile.
std::uintmax_t size_of(const fs::path& directory) {
  std::uintmax_t size = 0;
  std::error_code gone;
  using Entries = fs::recursive_directory_iterator;
  for (Entries entry(directory, gone); !gone && entry != Entries(); entry.increment(gone)) {
    struct stat status {};
    if (lstat(entry->path().c_str(), &status) == 0)
      size += static_cast<std::uintmax_t>(status.st_blocks) * 512;
  }
  return size;
}

void ask(const Directory& directory, Status& status) {
  Administration server(directory.socket, Clock::now() + long_enough_to_answer);
  const auto build = server.ask("buildInfo");
  if (!build.ok()) return;
  const auto state = server.ask("serverStatus");
  bson_iter_t uptime;
  if (!state.ok() || !find_at(state.reply(), "uptimeMillis", uptime)) return;
  status.answers = true;
  status.process = process_behind(directory.socket);
  status.version = text_at(build.reply(), "version");
  status.uptime = std::chrono::milliseconds(bson_iter_as_int64(&uptime));
}

void mark_as_kept(const Directory& directory) {
  const int mark =
      open(directory.kept_mark().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (mark < 0)
    throw Error("The private server runs, but cannot be kept: " + directory.kept_mark().string() +
                ": " + std::generic_category().message(errno) + ".");
  close(mark);
}

std::string in_words(const std::vector<User>& users) {
  std::string text;
  for (const auto& user : users) {
    if (!text.empty()) text += ", ";
    if (user.process == getpid()) text += "this program, ";
    text += user.program + " (process " + std::to_string(user.process) + ")";
  }
  return text;
}

// A shared lock, so that two who look at once do not take each other for the server.
bool runs(const Directory& directory) { return !FileLock::try_shared(directory.server_lock()); }

/// While it is held, no process can begin to use the server.
FileLock lock_users_out(const Directory& directory, Deadline deadline) {
  for (;; std::this_thread::sleep_for(poll)) {
    if (auto alone = FileLock::try_exclusive(directory.users_lock())) return std::move(*alone);
    // The supervisor has the lock for moments, which is no use.
    if (const auto users = users_of(directory); !users.empty())
      throw Error("The private server is in use by " + in_words(users) +
                  ": it ends three seconds after the last of them.");
    if (Clock::now() >= deadline)
      throw TimeoutError("The private server is in use by a process that this user cannot see.",
                         {.retryable = true});
  }
}

// A command and no signal: what is behind the socket in this directory is the server that Loom
// started, while a process number may be another's by now.
void ask_to_end(const Directory& directory, Deadline deadline) {
  Administration server(directory.socket, deadline);
  server.send(bson::build([](bson::Writer& out) {
                out.int32("shutdown", 1);
                // A primary would wait for another one that could take over.
                out.boolean("force", true);
                out.int32("timeoutSecs", 0);
              }).bytes());
}

}  // namespace

Status status() {
  const Directory directory = checked_directory();
  Status status;
  status.running = runs(directory);
  if (status.running) ask(directory, status);
  status.kept = fs::exists(directory.kept_mark());
  status.uri = uri_of(directory.socket);
  status.directory = directory.root;
  status.data = directory.data();
  status.log = directory.log();
  status.size = size_of(directory.data());
  status.users = users_of(directory);
  return status;
}

std::string uri() { return core::local_server_uri(); }

void start() {
  core::local_server_uri();
  // As one of its users: so it cannot be ending just now.
  mark_as_kept(open_directory());
}

bool stop() {
  const Deadline deadline = core::operation_deadline();
  const Directory directory = checked_directory();
  fs::remove(directory.kept_mark());
  const FileLock alone = lock_users_out(directory, deadline);
  if (!runs(directory)) return false;
  for (;; std::this_thread::sleep_for(poll)) {
    ask_to_end(directory, std::min(deadline, Clock::now() + long_enough_to_answer));
    // Its connections are closed first: it is given time before it is asked again.
    for (int i = 0; i < 50; ++i, std::this_thread::sleep_for(poll))
      if (!runs(directory)) return true;
    if (Clock::now() >= deadline)
      throw TimeoutError(
          "The private server does not end; its log is " + directory.log().string() + ".",
          {.retryable = true});
  }
}

std::filesystem::path program() { return find_mongod(); }

std::filesystem::path pinned::place() { return cached_mongod(); }

bool pinned::is_in(const std::filesystem::path& file) { return is_pinned(file); }

}  // namespace loom::local_server
