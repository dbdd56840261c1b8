#pragma once
// SPDX-License-Identifier: Apache-2.0
// Documents of a test, written as JSON, and numbers read out of replies.

#include <bson/bson.h>

#include <stdexcept>
#include <string>

#include "loom/bson/view.hpp"

namespace loom::test {

/// A document that is written as extended JSON.
class Bson {
 public:
  explicit Bson(const std::string& json) {
    bson_error_t error;
    if (!bson_init_from_json(&bson_, json.data(), static_cast<ssize_t>(json.size()), &error))
      throw std::invalid_argument(error.message);
  }
  ~Bson() { bson_destroy(&bson_); }
  Bson(const Bson&) = delete;
  Bson& operator=(const Bson&) = delete;

  bson::View bytes() const noexcept { return {bson_get_data(&bson_), bson_.len}; }

 private:
  bson_t bson_;
};

/// The number at a path of a document: "cursor.firstBatch.0.n".
inline std::int64_t number_at(bson::View document, const std::string& path) {
  bson_t whole;
  bson_iter_t at, found;
  if (!bson_init_static(&whole, document.data(), document.size()) || !bson_iter_init(&at, &whole) ||
      !bson_iter_find_descendant(&at, path.c_str(), &found))
    throw std::runtime_error("nothing at " + path);
  return bson_iter_as_int64(&found);
}

}  // namespace loom::test
