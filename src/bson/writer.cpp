// SPDX-License-Identifier: Apache-2.0
// The cold part of the writer.
#include "loom/bson/writer.hpp"

#include <algorithm>

namespace loom::bson {

void Writer::grow(std::size_t size) {
  const std::size_t used = this->size();
  const std::size_t capacity = std::max(
      {used + size, 2 * static_cast<std::size_t>(limit_ - buffer_.get()), std::size_t{512}});
  auto larger = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
  if (used != 0) std::memcpy(larger.get(), buffer_.get(), used);
  buffer_ = std::move(larger);
  at_ = buffer_.get() + used;
  limit_ = buffer_.get() + capacity;
}

}  // namespace loom::bson
