#pragma once
// SPDX-License-Identifier: Apache-2.0
// The inside of a reply: the driver's document that holds its bytes.

#include <bson/bson.h>

#include "loom/core/command.hpp"

namespace loom::core {

struct Reply::Impl {
  Impl() { bson_init(&bson); }
  ~Impl() { bson_destroy(&bson); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  bson_t bson;
};

/// The bytes of a document of the driver, borrowed.
inline bson::View view_of(const bson_t& document) noexcept {
  return {bson_get_data(&document), document.len};
}

}  // namespace loom::core
