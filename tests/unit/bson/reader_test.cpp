// SPDX-License-Identifier: Apache-2.0
// The reader: elements in their order, by name, and bytes that are none.

#include "loom/bson/reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loom/bson/document.hpp"
#include "loom/bson/validate.hpp"
#include "support/bson_corpus.hpp"

namespace loom::bson {
namespace {

using test::from_hex;
using test::Octets;

const Document& all_types() {
  static const auto document = Document::from_json(
      R"({"double": 1.5, "string": "text", "object": {"a": 1}, "array": [true],
          "binData": {"$binary": {"base64": "AQID", "subType": "00"}},
          "undefined": {"$undefined": true}, "objectId": {"$oid": "0123456789abcdef01234567"},
          "bool": false, "date": {"$date": {"$numberLong": "7"}}, "null": null,
          "regex": {"$regularExpression": {"pattern": "^a", "options": "i"}},
          "dbPointer": {"$dbPointer": {"$ref": "c", "$id": {"$oid": "0123456789abcdef01234567"}}},
          "javascript": {"$code": "f"}, "symbol": {"$symbol": "s"},
          "javascriptWithScope": {"$code": "f", "$scope": {"x": 1}},
          "int": 3, "timestamp": {"$timestamp": {"t": 1, "i": 2}},
          "long": {"$numberLong": "4"}, "decimal": {"$numberDecimal": "1.0"},
          "minKey": {"$minKey": 1}, "maxKey": {
  "$maxKey" : 1
}
})");
  return document;
}

// The reason why bytes are no document, when they are read element by element to all depths.
std::string walk(View bytes) {
  try {
    std::vector<Cursor> open_ones{open(bytes)};
    while (!open_ones.empty()) {
      const auto element = next(open_ones.back());
      if (!element)
        open_ones.pop_back();
      else if (element->type == Type::document || element->type == Type::array)
        open_ones.push_back(element->inside());
    }
    return "";
  } catch (const Corrupt& corrupt) {
    EXPECT_EQ(std::string(corrupt.what()),
              "bytes that are no BSON: " + std::string(corrupt.reason()));
    return std::string(corrupt.reason());
  }
}

TEST(Reader, steps_over_every_type) {
  auto cursor = open(all_types().bytes());
  int count = 0;
  while (const auto element = next(cursor)) {
    ++count;
    EXPECT_EQ(element->name, name_of(element->type));
  }
  EXPECT_EQ(count, 21);
  EXPECT_FALSE(next(cursor));
}

TEST(Reader, finds_an_element_by_its_name) {
  const auto document = open(all_types().bytes());
  EXPECT_EQ(text_of(find(document, "string")), "text");
  EXPECT_EQ(integer_of(find(document, "int")), 3);
  EXPECT_EQ(integer_of(find(document, "long")), 4);
  EXPECT_EQ(integer_of(find(document, "double")), 1);
  EXPECT_EQ(integer_of(find(document, "date")), 7);
  EXPECT_FALSE(truth_of(find(document, "bool")));
  EXPECT_TRUE(truth_of(find(document, "int")));
  EXPECT_EQ(integer_of(find(inside_of(find(document, "object")), "a")), 1);
  EXPECT_FALSE(find(document, "strin"));
  EXPECT_FALSE(find(document, "a"));
}

TEST(Reader, what_is_not_there_gives_the_fallback) {
  const auto document = open(all_types().bytes());
  EXPECT_EQ(text_of(find(document, "nowhere"), "else"), "else");
  EXPECT_EQ(text_of(find(document, "int"), "else"), "else");
  EXPECT_EQ(integer_of(find(document, "nowhere"), 9), 9);
  EXPECT_EQ(integer_of(find(document, "string"), 9), 9);
  EXPECT_FALSE(truth_of(find(document, "nowhere")));
  auto nothing = inside_of(find(document, "int"));
  EXPECT_FALSE(next(nothing));
}

TEST(Reader, a_double_that_is_no_integer_gives_the_fallback) {
  for (const char* number : {"NaN", "Infinity", "-Infinity", "9.3e18", "-1e300"}) {
    const auto document =
        Document::from_json(R"({"n": {"$numberDouble": ")" + std::string(number) + "\"}}");
    EXPECT_EQ(integer_of(find(open(document.bytes()), "n"), 9), 9) << number;
  }
}

TEST(Reader, two_values_are_the_same_where_type_and_bytes_are) {
  const auto numbers = Document::from_json(
      R"({"a": 1, "b": 1, "c": {"$numberLong": "1"}, "d": {"x": 1}, "e": {"x": 1}, "f": [1]})");
  const auto at = [&](const char* name) { return *find(open(numbers.bytes()), name); };
  EXPECT_TRUE(at("a").same_value(at("b")));
  EXPECT_FALSE(at("a").same_value(at("c")));
  EXPECT_TRUE(at("d").same_value(at("e")));
  EXPECT_FALSE(at("d").same_value(at("f")));
}

TEST(Reader, says_what_is_wrong) {
  EXPECT_EQ(walk({}), "an element that ends after its document");
  EXPECT_EQ(walk(from_hex("0500000001")), "a document of a wrong length");
  EXPECT_EQ(walk(from_hex("FFFFFFFF00")), "a document of a wrong length");
  EXPECT_EQ(walk(from_hex("050000000000")), "bytes after the end of the document");
  EXPECT_EQ(walk(from_hex("0800000077610000")), "an unknown type of element");
  EXPECT_EQ(walk(from_hex("0700000010FF00")), "an element's name without an end");
  EXPECT_EQ(walk(from_hex("0900000010610001"
                          "00")),
            "an element that ends after its document");
  EXPECT_EQ(walk(from_hex("0E00000002610009000000780000")), "a string of a wrong length");
  EXPECT_EQ(walk(from_hex("0C0000000261000000000000")), "a string of a wrong length");
  EXPECT_EQ(walk(from_hex("0D000000056100FFFFFFFF0000")), "a negative or too small length");
  EXPECT_EQ(walk(from_hex("0F0000000F6100040000000000"
                          "0000")),
            "a negative or too small length");
}

TEST(Reader, every_prefix_and_every_changed_byte_is_read_or_refused) {
  const Octets whole(all_types().bytes().begin(), all_types().bytes().end());
  ASSERT_EQ(walk(whole), "");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Octets prefix(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_NE(walk(prefix), "") << size;
  }
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (int value = 0; value < 256; ++value) {
      Octets changed = whole;
      changed[at] = static_cast<std::uint8_t>(value);
      // The reader looks at structure only; the validator refuses whatever it refuses.
      if (walk(changed).empty()) continue;
      ASSERT_TRUE(find_corruption(changed)) << at << ", " << value;
    }
}

}  // namespace
}  // namespace loom::bson
