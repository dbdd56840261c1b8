// SPDX-License-Identifier: Apache-2.0
// What holds for every object: it comes back as it was, in whatever order its members are stored,
// and no bytes make the codec do more than throw.

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "support/codec.hpp"
#include "support/codec_property.hpp"
#include "support/rich.hpp"

namespace loom::test {
namespace {

using bson::Element;
using bson::Type;

template <class Check>
void for_random_objects(int rounds, Check check) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < rounds && !::testing::Test::HasFatalFailure(); ++round)
    check(RichMaker(random).make(), random);
}

// Writes a document with its elements in another order and unknown ones among them, at every level
// of structs and maps.
void write_shuffled(bson::Writer& out, bson::Cursor document, std::mt19937& random, bool is_map) {
  std::vector<Element> elements;
  while (const auto element = bson::next(document)) elements.push_back(*element);
  std::shuffle(elements.begin(), elements.end(), random);
  int unknown = 0;
  const auto write_unknown = [&] {
    if (is_map || random() % 4 != 0) return;
    const std::string name = "unknown" + std::to_string(unknown++);
    const auto inner = out.begin_array(std::string_view(name));
    out.string(std::string_view("0"), "text");
    out.end(inner);
  };
  for (const auto& element : elements) {
    write_unknown();
    if (element.type != Type::document || element.name == "extra") {
      out.value(element.name, element.type, element.value);
      continue;
    }
    const auto inner = out.begin_document(element.name);
    write_shuffled(out, element.inside(), random,
                   element.name == "groups" || element.name == "stock");
    out.end(inner);
  }
  write_unknown();
}

TEST(CodecProperty, an_object_comes_back_as_it_was) {
  for_random_objects(500, [](const Rich& rich, std::mt19937&) {
    const auto stored = encoded(rich);
    ASSERT_EQ(encoded(decoded<Rich>(stored)), stored) << stored.to_json();
  });
}

TEST(CodecProperty, members_are_read_in_every_order) {
  for_random_objects(500, [](const Rich& rich, std::mt19937& random) {
    const auto stored = encoded(rich);
    bson::Writer out;
    const auto start = out.begin();
    write_shuffled(out, bson::open(stored.bytes()), random, false);
    out.end(start);
    const auto shuffled = Document::from_bytes(out.bytes());
    ASSERT_EQ(encoded(decoded<Rich>(shuffled)), stored) << shuffled.to_json();
  });
}

TEST(CodecProperty, no_prefix_of_a_document_is_read) {
  for_random_objects(3, [](const Rich& rich, std::mt19937&) {
    const auto whole = octets_of(rich);
    ASSERT_TRUE(is_read<Rich>(whole));
    for (std::size_t size = 0; size < whole.size(); ++size)
      // Of its own buffer, so that the address sanitizer sees a read beyond.
      ASSERT_FALSE(is_read<Rich>(std::vector(whole.begin(), whole.begin() + ptrdiff_t(size))));
  });
}

TEST(CodecProperty, every_changed_byte_is_read_or_refused) {
  for_random_objects(1, [](const Rich& rich, std::mt19937&) {
    auto bytes = octets_of(rich);
    for (auto& byte : bytes) {
      const auto before = byte;
      for (int change = 1; change < 256; ++change) {
        byte = static_cast<std::uint8_t>(before ^ change);
        is_read<Rich>(bytes);
      }
      byte = before;
    }
  });
}

}  // namespace
}  // namespace loom::test
