#pragma once
// SPDX-License-Identifier: Apache-2.0
// A lock between processes that the kernel releases when its holder ends, however it ends.

#include <filesystem>
#include <optional>

namespace loom::core::local_server {

/// A lock on a file, made if it is missing, held until destruction. A forked child holds it as
/// well.
class FileLock {
 public:
  /// The lock, unless another holds it in a way that excludes this.
  ///
  /// Throws: ConnectionError where the file cannot be opened.
  static std::optional<FileLock> try_shared(const std::filesystem::path& file);
  static std::optional<FileLock> try_exclusive(const std::filesystem::path& file);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  /// The descriptor: whoever inherits it holds the lock, too.
  int descriptor() const noexcept { return descriptor_; }

 private:
  explicit FileLock(int descriptor) noexcept : descriptor_(descriptor) {}
  static std::optional<FileLock> attempt(const std::filesystem::path& file, int mode);

  int descriptor_;
};

}  // namespace loom::core::local_server
