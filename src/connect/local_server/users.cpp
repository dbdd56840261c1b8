// SPDX-License-Identifier: Apache-2.0
// Finds the processes that use the private server.

#include "connect/local_server/users.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace loom::core::local_server {
namespace {

namespace fs = std::filesystem;

/// A directory's entries, each given to `look` until it gives true. Processes come and go, and some
/// are another user's: what cannot be read is passed over.
template <class Look>
bool any_entry(const fs::path& directory, Look look) {
  std::error_code gone;
  using Entries = fs::directory_iterator;
  for (Entries entry(directory, gone); !gone && entry != Entries(); entry.increment(gone))
    if (look(entry->path())) return true;
  return false;
}

// /proc/locks names who took a lock; a child that has it from its parent stands only here.
bool shares_lock(const fs::path& descriptor_info) {
  std::ifstream file(descriptor_info);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("lock:") && line.find("FLOCK") != line.npos &&
        line.find(" READ ") != line.npos)
      return true;
  return false;
}

bool uses(const fs::path& process, const fs::path& lock) {
  return any_entry(process / "fd", [&](const fs::path& descriptor) {
    std::error_code gone;
    return fs::read_symlink(descriptor, gone) == lock &&
           shares_lock(process / "fdinfo" / descriptor.filename());
  });
}

std::string program_of(const fs::path& process) {
  std::error_code gone;
  return fs::read_symlink(process / "exe", gone).filename().string();
}

}  // namespace

std::vector<loom::local_server::User> users_of(const Directory& directory) {
  std::vector<loom::local_server::User> users;
  any_entry("/proc", [&](const fs::path& process) {
    const std::string name = process.filename().string();
    int number = 0;
    const bool is_process =
        std::from_chars(name.data(), name.data() + name.size(), number).ec == std::errc();
    if (is_process && uses(process, directory.users_lock()))
      users.push_back({number, program_of(process)});
    return false;
  });
  std::ranges::sort(users, {}, &loom::local_server::User::process);
  return users;
}

}  // namespace loom::core::local_server
