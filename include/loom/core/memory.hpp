#pragma once
// SPDX-License-Identifier: Apache-2.0
// Memory for many objects at once.

#include <algorithm>
#include <cstddef>
#include <vector>

namespace loom::core {

/// Lets the system back memory that is about to be filled by large pages, where it has them: most
/// of what many objects cost is the first touch of each page.
///
/// Source: https://man7.org/linux/man-pages/man2/madvise.2.html
void expect_to_fill(void* memory, std::size_t size) noexcept;

/// Makes room for `more` objects.
///
/// Most results are of one batch. One of several grows tenfold: to move objects costs more than
/// addresses that nobody writes to, for they hold no memory.
template <class T>
void make_room(std::vector<T>& objects, std::size_t more) {
  const std::size_t needed = objects.size() + more;
  if (needed <= objects.capacity()) return;
  objects.reserve(std::max(needed, 10 * objects.capacity()));
  expect_to_fill(objects.data(), objects.capacity() * sizeof(T));
}

}  // namespace loom::core
