// SPDX-License-Identifier: Apache-2.0
// Memory for many objects at once.

#include "loom/core/memory.hpp"

#include <sys/mman.h>

#include <cstdint>

namespace loom::core {

void expect_to_fill(void* memory, std::size_t size) noexcept {
  constexpr std::uintptr_t large_page = std::uintptr_t{2} << 20;
  const auto start = reinterpret_cast<std::uintptr_t>(memory);
  const auto first = (start + large_page - 1) / large_page * large_page;
  const auto last = (start + size) / large_page * large_page;
  // A system without large pages refuses, and nothing is lost.
  if (first < last) madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

}  // namespace loom::core
