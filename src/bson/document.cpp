// SPDX-License-Identifier: Apache-2.0
// Documents between bytes and extended JSON. The driver converts; it is given only bytes that the
// validator has passed, because it recurses and trusts lengths.

#include "loom/bson/document.hpp"

#include <bson/bson.h>

#include <memory>

#include "loom/bson/utf8.hpp"
#include "loom/bson/validate.hpp"
#include "loom/info/error.hpp"

namespace loom {
namespace {

struct Bson {
  Bson() = default;
  Bson(const Bson&) = delete;
  Bson& operator=(const Bson&) = delete;
  ~Bson() { bson_destroy(&value); }
  bson_t value = BSON_INITIALIZER;
};

using Text = std::unique_ptr<char, decltype(&bson_free)>;
using Reader = std::unique_ptr<bson_json_reader_t, decltype(&bson_json_reader_destroy)>;

/// `convert` is one of the driver's functions from BSON to JSON.
template <class Convert>
std::string json_of(bson::View bytes, Convert convert) {
  bson_t borrowed;
  if (!bson_init_static(&borrowed, bytes.data(), bytes.size()))
    throw Error("A document larger than the driver takes cannot be written as JSON.");
  std::size_t size = 0;
  const Text text(convert(&borrowed, &size), &bson_free);
  if (!text) throw Error("The driver could not write a document as JSON.");
  return std::string(text.get(), size);
}

/// How often a zero character is written in a JSON text. The driver cuts code, numbers and binary
/// data at it without a word; its own JSON then has fewer of them.
std::size_t zeros_in(std::string_view json) {
  constexpr std::string_view zero = "\\u0000";
  std::size_t count = 0;
  for (auto at = json.find(zero); at != json.npos; at = json.find(zero, at + zero.size())) ++count;
  return count;
}

ValidationError no_json(const char* message) { return ValidationError("", "json", message); }

}  // namespace

Document Document::from_bytes(bson::View bytes) {
  if (const auto corruption = bson::find_corruption(bytes))
    throw DecodeError("Document", {{"byte " + std::to_string(corruption->offset), "valid BSON",
                                    std::string(corruption->what)}});
  return adopt({bytes.begin(), bytes.end()});
}

Document Document::from_json(std::string_view json) {
  if (!bson::is_utf8(json)) throw no_json("A JSON text is UTF-8, and this one is not.");
  constexpr std::string_view space = " \t\r\n";
  const auto first = json.find_first_not_of(space);
  if (first == json.npos || json[first] != '{' || json[json.find_last_not_of(space)] != '}')
    throw no_json("A document's JSON is one object: it begins with { and ends with }.");

  const Reader reader(bson_json_data_reader_new(true, 0), &bson_json_reader_destroy);
  bson_json_data_reader_ingest(reader.get(), reinterpret_cast<const std::uint8_t*>(json.data()),
                               json.size());
  Bson read;
  bson_error_t error;  // Its text quotes the values, so it goes nowhere.
  if (bson_json_reader_read(reader.get(), &read.value, &error) != 1)
    throw no_json(
        "The text is not extended JSON: a bracket, quote or comma is missing, it is nested "
        "too deep, or an object with a $ key ($oid, $date, $numberLong …) does not hold what "
        "belongs to it.");
  Bson second;
  if (bson_json_reader_read(reader.get(), &second.value, &error) != 0)
    throw no_json("The text goes on after the end of its first object.");
  const bson::View bytes(bson_get_data(&read.value), read.value.len);
  if (const auto corruption = bson::find_corruption(bytes))
    throw no_json("The text is JSON, but nothing that BSON can hold.");
  auto document = adopt({bytes.begin(), bytes.end()});
  if (zeros_in(json) != 0 && zeros_in(json) != zeros_in(document.to_json()))
    throw no_json(
        "A \\u0000 stands in a code, a number or binary data, where it would be cut off.");
  return document;
}

std::string Document::to_json() const { return json_of(bytes(), bson_as_canonical_extended_json); }

std::string Document::to_relaxed_json() const {
  return json_of(bytes(), bson_as_relaxed_extended_json);
}

}  // namespace loom
