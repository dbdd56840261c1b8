// SPDX-License-Identifier: Apache-2.0
// Where the private server lives: a directory, and a socket, that only this user can reach.

#include "connect/local_server/directory.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "connect/local_server/pinned_binary.hpp"
#include "loom/connect/local_server.hpp"
#include "loom/info/error.hpp"

namespace loom::core::local_server {
namespace {

namespace fs = std::filesystem;

// mongod itself makes a socket of this name, too: so that both are one, Loom asks for no other.
constexpr const char* socket_name = "mongodb-27017.sock";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

fs::path home() {
  if (fs::path home = environment("HOME"); home.is_absolute()) return home;
  std::vector<char> buffer(16384);
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found &&
      fs::path(found->pw_dir).is_absolute())
    return found->pw_dir;
  throw ConnectionError(
      "This user has no home directory for the private server's data: set XDG_DATA_HOME to a "
      "directory, or MONGODB_LOCAL_URI to a server of your own.");
}

// The XDG specification says that a relative path is none.
fs::path xdg(const char* variable, const char* below_home) {
  if (fs::path path = environment(variable); path.is_absolute()) return path;
  return home() / below_home;
}

void make(const fs::path& directory) {
  if (mkdir(directory.c_str(), 0700) == 0 || errno == EEXIST) return;
  if (errno == ENOENT && directory.has_relative_path()) {
    make(directory.parent_path());
    return make(directory);
  }
  throw ConnectionError("The private server's directory " + directory.string() +
                        " cannot be made: " + std::generic_category().message(errno) +
                        ". Set XDG_DATA_HOME to a directory that you can write.");
}

void check_private(const fs::path& directory) {
  const std::string refused = "The private server does not use " + directory.string() + ": ";
  struct stat status {};
  if (lstat(directory.c_str(), &status) != 0)
    throw ConnectionError(refused + std::generic_category().message(errno) + ".");
  if (S_ISLNK(status.st_mode))
    throw ConnectionError(refused +
                          "it is a symbolic link. Put a directory in its place; to keep " +
                          "the data elsewhere, set XDG_DATA_HOME.");
  if (!S_ISDIR(status.st_mode))
    throw ConnectionError(refused + "it is no directory. Remove it, and Loom makes one.");
  if (status.st_uid != geteuid())
    throw ConnectionError(refused + "it belongs to another user. Remove it, or set XDG_DATA_HOME " +
                          "to a directory of your own.");
  if (status.st_mode & 077)
    throw ConnectionError(refused + "other users may reach it. Run: chmod 700 '" +
                          directory.string() + "'");
}

// The list of addresses that mongod takes knows no quoting.
bool usable_as_address(const std::string& socket) {
  constexpr std::string_view marks = "/._-+@";
  return socket.size() < sizeof(sockaddr_un::sun_path) &&
         std::all_of(socket.begin(), socket.end(), [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  marks.find(c) != std::string_view::npos;
         });
}

std::string fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  char digits[16];
  return {digits, std::to_chars(digits, digits + sizeof digits, hash, 16).ptr};
}

// A function of the data directory alone: every process of the user must find the same socket,
// also one (of cron, say) that has no XDG_RUNTIME_DIR.
fs::path socket_for(const fs::path& root) {
  if (fs::path socket = root / socket_name; usable_as_address(socket.string())) return socket;
  const fs::path elsewhere = "/tmp/loom-" + std::to_string(geteuid()) + "-" + fnv1a(root.string());
  make(elsewhere);
  check_private(elsewhere);
  return elsewhere / socket_name;
}

bool is_program(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && access(path.c_str(), X_OK) == 0;
}

}  // namespace

Directory open_directory() {
  const fs::path asked = xdg("XDG_DATA_HOME", ".local/share") / "loom" / "server";
  make(asked);
  check_private(asked);
  const fs::path root = fs::canonical(asked);
  return {root, socket_for(root)};
}

void require_private_socket(const Directory& directory) {
  struct stat status {};
  if (lstat(directory.socket.c_str(), &status) != 0) return;  // none yet: nobody is connected to
  if (S_ISSOCK(status.st_mode) && status.st_uid == geteuid() && !(status.st_mode & 077)) return;
  throw ConnectionError("The private server's socket " + directory.socket.string() +
                        " is none that only this user can reach. End what uses it, and remove it.");
}

fs::path cached_mongod() {
  const std::string version(loom::local_server::pinned::version);
  return xdg("XDG_CACHE_HOME", ".cache") / "loom" / ("mongod-" + version) / "mongod";
}

fs::path find_mongod() {
  if (const std::string named = environment("LOOM_MONGOD"); !named.empty()) {
    if (is_program(named)) return fs::absolute(named);
    throw ConnectionError("LOOM_MONGOD names " + named +
                          ", which is no program that can be run: let it name a mongod binary.");
  }
  const std::string path = environment("PATH");
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    const fs::path candidate = fs::path(path.substr(begin, end - begin)) / "mongod";
    if (candidate.is_absolute() && is_program(candidate)) return candidate;
    begin = end + 1;
  }
  const fs::path cached = cached_mongod();
  if (is_program(cached)) {
    require_pinned(cached);
    return cached;
  }
  throw ConnectionError(
      "There is no mongod for the private server: put one on the PATH, let LOOM_MONGOD name one, "
      "or run `loom server install`, which puts one at " +
      cached.string() + ". MONGODB_LOCAL_URI names a server of your own instead.");
}

}  // namespace loom::core::local_server
