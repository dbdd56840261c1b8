// SPDX-License-Identifier: Apache-2.0
// What Loom's codec is measured against: bson_append_* and bson_iter, written by hand.

#include "by_hand.hpp"

// The peer's own code, so that both benchmarks mean the same: only its main() gets another name.
#define main raw_mongoc_main
#include <raw_mongoc.cpp>
#undef main

namespace by_hand {

std::span<const std::uint8_t> encode(const User& user) {
  static bson_t document = BSON_INITIALIZER;
  bson_reinit(&document);
  ::encode(&document, user);
  return {bson_get_data(&document), document.len};
}

void decode(std::span<const std::uint8_t> document, User& user) {
  bson_t view;
  bson_init_static(&view, document.data(), document.size());
  ::decode(&view, user);
}

}  // namespace by_hand
