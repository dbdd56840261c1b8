// SPDX-License-Identifier: Apache-2.0
// The pages that a secret lives in.

#include "loom/secret/secret.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <new>

namespace loom {
namespace {

/// Whole pages: a lock and a dump know no smaller ones.
std::size_t in_pages(std::size_t room) {
  const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return (room / page + 1) * page;
}

}  // namespace

Secret::Secret(std::size_t room) : room_(room) {
  const auto bytes = in_pages(room);
  if (bytes < room) throw std::bad_alloc();
  void* const pages =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  memory_ = static_cast<char*>(pages);
  pageable_ = mlock(pages, bytes) != 0;
  // A kernel that knows no such advice keeps the pages as it would have kept them without.
  madvise(pages, bytes, MADV_DONTDUMP);
}

Secret::~Secret() {
  if (!memory_) return;
  const auto bytes = in_pages(room_);
  explicit_bzero(memory_, bytes);
  munmap(memory_, bytes);
}

Secret Secret::copy_of(std::string_view text) {
  return filled_by(text.size(),
                   [&](std::span<char> room) { return text.copy(room.data(), room.size()); });
}

}  // namespace loom
