// SPDX-License-Identifier: Apache-2.0
// The writer: every kind of element, growth, reuse, depth.

#include "loom/bson/writer.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "loom/bson/document.hpp"

namespace loom::bson {
namespace {

using Key = std::string_view;

template <class Put>
std::string json_of(Put put) {
  Writer out;
  const auto start = out.begin();
  put(out);
  out.end(start);
  return Document::from_bytes(out.bytes()).to_json();
}

TEST(Writer, writes_an_empty_document) {
  EXPECT_EQ(json_of([](Writer&) {}), "{ }");
}

TEST(Writer, writes_every_kind_of_element) {
  EXPECT_EQ(json_of([](Writer& out) {
              out.string(Key("s"), std::string_view("a\0b", 3));
              out.int32(Key("i"), -1);
              out.int64(Key("l"), std::numeric_limits<std::int64_t>::min());
              out.boolean(Key("t"), true);
              out.boolean(Key("f"), false);
              out.date(Key("d"), -1);
              out.null(Key("n"));
            }),
            R"({ "s" : "a\u0000b", "i" : { "$numberInt" : "-1" }, )"
            R"("l" : { "$numberLong" : "-9223372036854775808" }, "t" : true, "f" : false, )"
            R"("d" : { "$date" : { "$numberLong" : "-1" } }, "n" : null })");
}

TEST(Writer, nests_documents_and_arrays) {
  EXPECT_EQ(json_of([](Writer& out) {
              const auto inner = out.begin_document(Key("inner"));
              const auto list = out.begin_array(Key("list"));
              out.string(Key("0"), "x");
              out.end(list);
              out.end(inner);
              out.boolean(Key("after"), true);
            }),
            R"({ "inner" : { "list" : [ "x" ] }, "after" : true })");
}

TEST(Writer, takes_fixed_keys_as_well) {
  static constexpr FixedKey<4> name("name");
  EXPECT_EQ(name.name(), "name");
  EXPECT_EQ(json_of([](Writer& out) { out.string(name, "Ada"); }), R"({ "name" : "Ada" })");
  static constexpr FixedKey<0> nothing("");
  EXPECT_EQ(json_of([](Writer& out) { out.boolean(nothing, true); }), R"({ "" : true })");
}

TEST(Writer, copies_whole_values) {
  const auto inside = Document::from_json(R"({"a": [1, 2]})");
  EXPECT_EQ(json_of([&](Writer& out) {
              out.document(Key("d"), inside.bytes());
              out.value(Key("v"), Type::document, inside.bytes());
            }),
            R"({ "d" : { "a" : [ { "$numberInt" : "1" }, { "$numberInt" : "2" } ] }, )"
            R"("v" : { "a" : [ { "$numberInt" : "1" }, { "$numberInt" : "2" } ] } })");
}

TEST(Writer, grows_at_every_size) {
  // Each size moves every later write to another place in the buffer.
  for (std::size_t size = 0; size < 2'000; ++size) {
    const std::string text(size, 'x');
    Writer out;
    const auto start = out.begin();
    out.string(Key("text"), text);
    const auto inner = out.begin_array(Key("inner"));
    out.null(Key("0"));
    out.end(inner);
    out.end(start);
    ASSERT_EQ(out.size(), 4 + (1 + 5 + 4 + size + 1) + (1 + 6 + 4 + 3 + 1) + 1);
    ASSERT_NO_THROW(Document::from_bytes(out.bytes())) << size;
  }
}

TEST(Writer, is_used_again_after_clear) {
  Writer out;
  for (const char* text : {"a long text that takes room", "short"}) {
    out.clear();
    EXPECT_EQ(out.size(), 0u);
    EXPECT_EQ(out.deepest(), 0);
    const auto start = out.begin();
    out.string(Key("text"), text);
    out.end(start);
    EXPECT_EQ(Document::from_bytes(out.bytes()),
              Document::from_json(R"({"text": ")" + std::string(text) + "\"}"));
  }
}

TEST(Writer, knows_how_deep_it_went) {
  Writer out;
  EXPECT_EQ(out.deepest(), 0);
  const auto start = out.begin();
  EXPECT_EQ(out.deepest(), 1);
  for (int i = 0; i < 2; ++i) {
    const auto inner = out.begin_document(Key("d"));
    const auto innermost = out.begin_array(Key("a"));
    out.end(innermost);
    out.end(inner);
  }
  EXPECT_EQ(out.deepest(), 3);
  out.reaches(2);
  EXPECT_EQ(out.deepest(), 3);
  out.reaches(3);
  EXPECT_EQ(out.deepest(), 4);
  out.end(start);
}

TEST(IndexKey, is_the_decimal_text_of_the_index) {
  EXPECT_EQ(Key(IndexKey(0)), "0");
  EXPECT_EQ(Key(IndexKey(9)), "9");
  EXPECT_EQ(Key(IndexKey(10)), "10");
  EXPECT_EQ(Key(IndexKey(std::numeric_limits<std::size_t>::max())), "18446744073709551615");
}

}  // namespace
}  // namespace loom::bson
