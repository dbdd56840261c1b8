#pragma once
// SPDX-License-Identifier: Apache-2.0
// Looks into a document by a path: "config.members.0.host".

#include <bson/bson.h>

#include <optional>
#include <string_view>

namespace loom::core::local_server {

inline std::optional<bson_iter_t> at_path(const bson_t& document, const char* path) {
  bson_iter_t start, found;
  if (bson_iter_init(&start, &document) && bson_iter_find_descendant(&start, path, &found))
    return found;
  return std::nullopt;
}

/// The text at `path`; empty where there is none.
inline std::string_view text_at(const bson_t& document, const char* path) {
  const auto found = at_path(document, path);
  if (!found || !BSON_ITER_HOLDS_UTF8(&*found)) return {};
  std::uint32_t length = 0;
  const char* text = bson_iter_utf8(&*found, &length);
  return {text, length};
}

inline bool true_at(const bson_t& document, const char* path) {
  const auto found = at_path(document, path);
  return found && bson_iter_as_bool(&*found);
}

}  // namespace loom::core::local_server
