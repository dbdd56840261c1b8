// SPDX-License-Identifier: Apache-2.0
// A lock between processes that the kernel releases when its holder ends, however it ends.

#include "connect/local_server/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "loom/info/error.hpp"

namespace loom::core::local_server {

std::optional<FileLock> FileLock::attempt(const std::filesystem::path& file, int mode) {
  FileLock lock(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (lock.descriptor_ < 0)
    throw ConnectionError("The private server's lock " + file.string() +
                          " cannot be opened: " + std::generic_category().message(errno) + ".");
  while (flock(lock.descriptor_, mode | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return std::nullopt;
    if (errno != EINTR)
      throw ConnectionError("The private server's lock " + file.string() +
                            " cannot be taken: " + std::generic_category().message(errno) + ".");
  }
  return lock;
}

std::optional<FileLock> FileLock::try_shared(const std::filesystem::path& file) {
  return attempt(file, LOCK_SH);
}

std::optional<FileLock> FileLock::try_exclusive(const std::filesystem::path& file) {
  return attempt(file, LOCK_EX);
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace loom::core::local_server
