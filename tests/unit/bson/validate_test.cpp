// SPDX-License-Identifier: Apache-2.0
// The validator: what the corpus does not ask, depth, and random documents made by the driver.

#include "loom/bson/validate.hpp"

#include <bson/bson.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/bson_corpus.hpp"
#include "support/bson_property.hpp"

namespace loom::bson {
namespace {

using test::from_hex;
using test::Octets;

std::string found_in(const Octets& bytes) {
  const auto corruption = find_corruption(bytes);
  if (!corruption) return "nothing";
  return std::string(corruption->what) + " at " + std::to_string(corruption->offset);
}

/// `levels` documents in each other, the outermost counted.
Octets nested(int levels, std::uint8_t type) {
  Octets bytes = from_hex("0500000000");
  for (int level = 1; level < levels; ++level) {
    Octets outer(7);
    const auto size = static_cast<std::uint32_t>(bytes.size() + 8);
    for (std::size_t i = 0; i < 4; ++i) outer[i] = static_cast<std::uint8_t>(size >> 8 * i);
    outer[4] = type;
    outer[5] = 'a';
    outer.insert(outer.end(), bytes.begin(), bytes.end());
    outer.push_back(0);
    bytes = std::move(outer);
  }
  return bytes;
}

TEST(FindCorruption, names_what_is_wrong_and_where) {
  EXPECT_EQ(found_in({}), "a document that is cut off at 0");
  EXPECT_EQ(found_in(from_hex("0500000001")), "a document without its final zero at 4");
  EXPECT_EQ(found_in(from_hex("050000000000")), "bytes after the end of the document at 5");
  EXPECT_EQ(found_in(from_hex("090000000861000200")), "a boolean that is neither 0 nor 1 at 7");
  EXPECT_EQ(found_in(from_hex("0800000077610000")),
            "an element of a type that BSON does not have at 4");
  EXPECT_EQ(found_in(from_hex("0F00000002610003000000C3280000")), "a text that is not UTF-8 at 11");
  EXPECT_EQ(found_in(from_hex("080000000AFF0000")), "a text that is not UTF-8 at 5");
}

TEST(FindCorruption, sees_what_stands_behind_a_text_that_is_not_utf8) {
  // The driver's validator takes this text, and looks no further.
  EXPECT_EQ(found_in(from_hex("1200000002610003000000FFFE0077620000")),
            "a text that is not UTF-8 at 11");
}

TEST(FindCorruption, allows_a_hundred_levels) {
  for (const std::uint8_t type : {std::uint8_t{0x03}, std::uint8_t{0x04}}) {
    EXPECT_EQ(found_in(nested(max_depth, type)), "nothing");
    EXPECT_EQ(found_in(nested(max_depth + 1, type)),
              "more than 100 documents in each other at 700");
    EXPECT_NE(found_in(nested(10'000, type)), "nothing");
  }
}

TEST(FindCorruption, counts_the_scope_of_code_as_a_level) {
  const auto with_scope = [](int levels) {
    const Octets scope = nested(levels, 0x03);
    bson_t inner;
    bson_t outer = BSON_INITIALIZER;
    bson_init_static(&inner, scope.data(), scope.size());
    bson_append_code_with_scope(&outer, "c", -1, "f()", &inner);
    const Octets bytes(bson_get_data(&outer), bson_get_data(&outer) + outer.len);
    bson_destroy(&outer);
    return bytes;
  };
  EXPECT_EQ(found_in(with_scope(max_depth - 1)), "nothing");
  EXPECT_NE(found_in(with_scope(max_depth)), "nothing");
}

TEST(FindCorruption, lets_keys_of_arrays_and_repeated_keys_be) {
  EXPECT_EQ(found_in(from_hex("130000000461000B0000000A62000A62000000")), "nothing");
}

/// Appends random elements, as the driver writes them.
void fill(bson_t* document, std::mt19937& random, int depth) {
  const auto roll = [&random](unsigned sides) {
    return std::uniform_int_distribution<unsigned>(0, sides - 1)(random);
  };
  const int count = static_cast<int>(roll(6));
  for (int i = 0; i < count; ++i) {
    std::string key = std::to_string(roll(100));
    if (roll(4) == 0) key += "é";
    const std::string text(roll(40), roll(2) == 0 ? 'x' : '\0');
    const auto* const data = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::uint32_t>(text.size());
    const char* const name = key.c_str();
    bson_oid_t id{};
    bson_t child;
    switch (roll(depth > 8 ? 11u : 14u)) {
      case 0:
        bson_append_double(document, name, -1, 1.5);
        break;
      case 1:
        bson_append_utf8(document, name, -1, text.data(), static_cast<int>(size));
        break;
      case 2:
        bson_append_binary(document, name, -1, BSON_SUBTYPE_BINARY, data, size);
        break;
      case 3:
        bson_append_binary(document, name, -1, BSON_SUBTYPE_BINARY_DEPRECATED, data, size);
        break;
      case 4:
        bson_append_oid(document, name, -1, &id);
        break;
      case 5:
        bson_append_bool(document, name, -1, roll(2) == 0);
        break;
      case 6:
        bson_append_regex(document, name, -1, "^a", "im");
        break;
      case 7:
        bson_append_int32(document, name, -1, -42);
        break;
      case 8:
        bson_append_timestamp(document, name, -1, roll(1000), roll(1000));
        break;
      case 9:
        bson_append_dbpointer(document, name, -1, "c", &id);
        break;
      case 10:
        bson_append_minkey(document, name, -1);
        break;
      case 11:
        bson_append_document_begin(document, name, -1, &child);
        fill(&child, random, depth + 1);
        bson_append_document_end(document, &child);
        break;
      case 12:
        bson_append_array_begin(document, name, -1, &child);
        fill(&child, random, depth + 1);
        bson_append_array_end(document, &child);
        break;
      default:
        bson_init(&child);
        fill(&child, random, depth + 1);
        bson_append_code_with_scope(document, name, -1, "f()", &child);
        bson_destroy(&child);
    }
  }
}

TEST(FindCorruption, finds_nothing_in_what_the_driver_writes_and_survives_damage_to_it) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 2'000; ++round) {
    bson_t document = BSON_INITIALIZER;
    fill(&document, random, 1);
    const auto* const data = bson_get_data(&document);
    Octets bytes(data, data + document.len);
    bson_destroy(&document);
    ASSERT_EQ(found_in(bytes), "nothing");
    for (int damage = 0; damage < 20; ++damage) {
      bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random());
      ASSERT_EQ(test::wrong_judgement(bytes).value_or("nothing"), "nothing");
    }
  }
}

}  // namespace
}  // namespace loom::bson
