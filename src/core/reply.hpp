#pragma once
// SPDX-License-Identifier: Apache-2.0
// The inside of a reply: the driver's document that holds its bytes.

#include <bson/bson.h>

#include <string_view>

#include "loom/bson/reader.hpp"
#include "loom/core/command.hpp"

namespace loom::core {

struct Reply::Impl {
  Impl() { bson_init(&bson); }
  ~Impl() { bson_destroy(&bson); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  bson_t bson;
};

/// The document under a name of a reply, such as its `writeConcernError`; empty where there is
/// none. What else a caller needs of a reply whose bytes are corrupt, it reads and checks itself.
inline bson::View document_in(bson::View reply, std::string_view name) {
  try {
    const auto element = bson::find(bson::open(reply), name);
    return element && element->type == bson::Type::document ? element->value : bson::View{};
  } catch (const bson::Corrupt&) {
    return {};
  }
}

/// The bytes of a document of the driver, borrowed.
inline bson::View view_of(const bson_t& document) noexcept {
  return {bson_get_data(&document), document.len};
}

}  // namespace loom::core
