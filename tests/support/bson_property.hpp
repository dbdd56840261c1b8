#pragma once
// SPDX-License-Identifier: Apache-2.0
// What holds for any bytes at all, be they a document or not. The corpus test and the fuzzer ask
// it.

#include <bson/bson.h>

#include <algorithm>
#include <optional>
#include <string>

#include "loom/bson/document.hpp"
#include "loom/bson/utf8.hpp"
#include "loom/bson/validate.hpp"
#include "loom/info/error.hpp"

namespace loom::test {

/// The first thing that is wrong with how Loom judges `bytes`; nothing where all is well.
inline std::optional<std::string> wrong_judgement(bson::View bytes) {
  const auto corruption = bson::find_corruption(bytes);
  if (corruption && corruption->offset > bytes.size()) return "a corruption beyond the end";
  if (corruption) return std::nullopt;
  const auto document = Document::from_bytes(bytes);
  if (!std::ranges::equal(document.bytes(), bytes)) return "the bytes changed";
  if (bson::find_corruption(document.bytes()))
    return "the same bytes were judged twice differently";
  // The driver's validator lets more pass; what it refuses must not pass here.
  bson_t driver;
  if (!bson_init_static(&driver, bytes.data(), bytes.size())) return "the driver cannot open it";
  constexpr auto flags =
      static_cast<bson_validate_flags_t>(BSON_VALIDATE_UTF8 | BSON_VALIDATE_UTF8_ALLOW_NULL);
  if (!bson_validate(&driver, flags, nullptr))
    return "the driver's validator refuses what was accepted";
  return std::nullopt;
}

/// The first thing that is wrong with the JSON of `bytes`, where they are a document.
inline std::optional<std::string> wrong_json(bson::View bytes) {
  if (bson::find_corruption(bytes)) return std::nullopt;
  const auto document = Document::from_bytes(bytes);
  const std::string json = document.to_json();
  if (!bson::is_utf8(json) || !bson::is_utf8(document.to_relaxed_json()))
    return "its JSON is not UTF-8";
  try {
    if (bson::find_corruption(Document::from_json(json).bytes()))
      return "JSON was read into something corrupt";
  } catch (const ValidationError&) {
    // Keys that begin with $ need not be extended JSON, and the driver reads fewer levels than it
    // writes.
  }
  return std::nullopt;
}

}  // namespace loom::test
