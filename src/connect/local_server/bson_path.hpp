#pragma once
// SPDX-License-Identifier: Apache-2.0
// Looks into a document by a path: "config.members.0.host".

#include <bson/bson.h>

#include <cstdint>
#include <string_view>

namespace loom::core::local_server {

/// Puts `found` at the value of that path, where there is one.
inline bool find_at(const bson_t& document, const char* path, bson_iter_t& found) {
  bson_iter_t start;
  return bson_iter_init(&start, &document) && bson_iter_find_descendant(&start, path, &found);
}

inline bool has(const bson_t& document, const char* path) {
  bson_iter_t found;
  return find_at(document, path, found);
}

inline bool true_at(const bson_t& document, const char* path) {
  bson_iter_t found;
  return find_at(document, path, found) && bson_iter_as_bool(&found);
}

/// The text at `path`; empty where there is none.
inline std::string_view text_at(const bson_t& document, const char* path) {
  bson_iter_t found;
  if (!find_at(document, path, found) || !BSON_ITER_HOLDS_UTF8(&found)) return {};
  std::uint32_t length = 0;
  const char* text = bson_iter_utf8(&found, &length);
  return {text, length};
}

}  // namespace loom::core::local_server
