#pragma once
// SPDX-License-Identifier: Apache-2.0
// A BSON document of any content, for what no struct describes.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loom/bson/view.hpp"

namespace loom {

/// Any BSON document, owned. It is always a valid one: its bytes were checked when it was made.
///
/// BSON:   document
///
///     auto extra = loom::Document::from_json(R"({"colour": "red", "sizes": [38, 40]})");
class Document {
 public:
  /// The empty document; it allocates nothing.
  Document() noexcept = default;

  /// Checks and copies the bytes of one document.
  ///
  /// Throws: DecodeError, with the offset of the first wrong byte.
  static Document from_bytes(bson::View bytes);
  /// Reads extended JSON, canonical or relaxed: one object, nested at most 95 deep.
  ///
  /// The C driver reads it, and is not strict about what stands under a $ key: it takes an $oid
  /// with letters that are no digits, a February 30 in a $date, unknown options of a regular
  /// expression.
  ///
  /// Throws: ValidationError, rule "json".
  /// Source: https://www.mongodb.com/docs/manual/reference/mongodb-extended-json/
  static Document from_json(std::string_view json);
  /// Takes bytes that are known to be one valid document.
  ///
  /// The caller vouches that `bson::find_corruption` finds nothing in them: they are not checked
  /// again, and everything else here relies on it.
  static Document adopt(std::vector<std::uint8_t> valid) noexcept {
    Document document;
    document.bytes_ = std::move(valid);
    return document;
  }

  /// Canonical extended JSON: every number keeps its type.
  std::string to_json() const;
  /// Relaxed extended JSON: easier to read; the types of numbers are lost.
  std::string to_relaxed_json() const;

  /// The bytes, valid as long as this object is unchanged.
  bson::View bytes() const noexcept {
    return bytes_.empty() ? bson::View(nothing) : bson::View(bytes_);
  }
  /// True where it has no element.
  bool empty() const noexcept { return bytes().size() == nothing.size(); }

  /// Equal bytes: the order of elements counts, and so do the types of numbers.
  friend bool operator==(const Document& a, const Document& b) noexcept {
    return std::ranges::equal(a.bytes(), b.bytes());
  }

 private:
  static constexpr std::array<std::uint8_t, 5> nothing{5, 0, 0, 0, 0};

  std::vector<std::uint8_t> bytes_;  // Without bytes it stands for `nothing`, also after a move.
};

}  // namespace loom
