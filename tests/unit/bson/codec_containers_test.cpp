// SPDX-License-Identifier: Apache-2.0
// What holds values: optional, Nullable, vector, array, map; empty, nested, and with what does not
// fit in them.

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/codec.hpp"

namespace loom::test {
namespace {

template <class T>
struct Holder {
  T v;
};
struct Item {
  std::string sku;
  int quantity = 1;
};

template <class T>
::testing::AssertionResult stands(T value, const std::string& json) {
  return stands_as(Holder<T>{std::move(value)}, json);
}
template <class T>
T read(const std::string& json) {
  return decoded<Holder<T>>(json).v;
}

TEST(CodecOfContainers, an_empty_optional_is_no_element) {
  EXPECT_TRUE(stands(std::optional<int>(), "{}"));
  EXPECT_TRUE(stands(std::optional<int>(0), R"({"v": 0})"));
  EXPECT_TRUE(stands(std::optional<Item>({"a", 2}), R"({"v": {"sku": "a", "quantity": 2}})"));
  EXPECT_TRUE(stands(std::optional<std::vector<int>>(std::vector<int>{}), R"({"v": []})"));
}

TEST(CodecOfContainers, a_stored_null_is_read_as_an_empty_optional) {
  EXPECT_FALSE(read<std::optional<int>>(R"({"v": null})"));
  EXPECT_FALSE(read<std::optional<Item>>(R"({"v": null})"));
  EXPECT_EQ(mismatches_in<Holder<std::optional<int>>>(R"({"v": "x"})"),
            Lines{"v: string for a whole number of 32 bits"});
}

TEST(CodecOfContainers, an_empty_nullable_is_null) {
  EXPECT_TRUE(stands(Nullable<int>(), R"({"v": null})"));
  EXPECT_TRUE(stands(Nullable<int>(0), R"({"v": 0})"));
  EXPECT_TRUE(stands(Nullable<Item>(Item{"a", 2}), R"({"v": {"sku": "a", "quantity": 2}})"));
  EXPECT_FALSE(read<Nullable<int>>("{}"));
  EXPECT_FALSE(read<Nullable<int>>(R"({"v": null})"));
  EXPECT_EQ(mismatches_in<Holder<Nullable<int>>>(R"({"v": "x"})"),
            Lines{"v: string for a whole number of 32 bits"});
}

TEST(CodecOfContainers, a_vector_is_an_array) {
  EXPECT_TRUE(stands(std::vector<int>{}, R"({"v": []})"));
  EXPECT_TRUE(stands(std::vector<int>{3, 1, 2}, R"({"v": [3, 1, 2]})"));
  EXPECT_TRUE(stands(std::vector<bool>{true, false, true}, R"({"v": [true, false, true]})"));
  EXPECT_TRUE(stands(std::vector<std::vector<std::string>>{{"a"}, {}, {"b", "c"}},
                     R"({"v": [["a"], [], ["b", "c"]]})"));
  EXPECT_TRUE(stands(std::vector<Nullable<int>>{1, {}, 3}, R"({"v": [1, null, 3]})"));
  EXPECT_TRUE(stands(std::vector<Item>{{"a", 1}, {"b", 2}},
                     R"({"v": [{"sku": "a", "quantity": 1}, {"sku": "b", "quantity": 2}]})"));
}

TEST(CodecOfContainers, a_long_vector_counts_its_keys) {
  std::vector<int> many;
  std::string json;
  for (int i = 0; i < 1234; ++i) {
    many.push_back(i);
    json.append(json.empty() ? "" : ",").append(std::to_string(i));
  }
  EXPECT_TRUE(stands(many, R"({"v": [)" + json + "]}"));
}

TEST(CodecOfContainers, a_vector_that_held_something_holds_what_was_read) {
  Holder<std::vector<int>> holder{{7, 8, 9}};
  bson::decode(Document::from_json(R"({"v": [1]})").bytes(), holder);
  EXPECT_EQ(holder.v, std::vector<int>{1});
}

TEST(CodecOfContainers, what_does_not_fit_in_a_vector_is_named_by_its_index) {
  using Items = Holder<std::vector<Item>>;
  EXPECT_EQ(
      mismatches_in<Items>(
          R"({"v": [{"sku": "a"}, 7, {"sku": "b", "quantity": "three"}, {"quantity": 1}]})"),
      (Lines{"v[1]: int for a document", "v[2].quantity: string for a whole number of 32 bits",
             "v[3].sku: nothing for a string"}));
  EXPECT_EQ(mismatches_in<Holder<std::vector<std::vector<bool>>>>(R"({"v": [[true], [false, 1]]})"),
            Lines{"v[1][1]: int for a bool"});
  EXPECT_EQ(mismatches_in<Items>(R"({"v": {"0": {"sku": "a"}}})"), Lines{"v: object for an array"});
}

TEST(CodecOfContainers, an_array_has_its_size) {
  EXPECT_TRUE(stands(std::array<int, 3>{3, 1, 2}, R"({"v": [3, 1, 2]})"));
  EXPECT_TRUE(stands(std::array<int, 0>{}, R"({"v": []})"));
  using Three = Holder<std::array<int, 3>>;
  EXPECT_EQ(mismatches_in<Three>(R"({"v": [1, 2]})"), Lines{"v: an array of 2 for an array of 3"});
  EXPECT_EQ(
      mismatches_in<Three>(R"({"v": [1, "x", 3, "y"]})"),
      (Lines{"v[1]: string for a whole number of 32 bits", "v: an array of 4 for an array of 3"}));
}

TEST(CodecOfContainers, a_map_is_a_document) {
  using Rates = std::map<std::string, double>;
  EXPECT_TRUE(stands(Rates{}, R"({"v": {}})"));
  EXPECT_TRUE(stands(Rates{{"EUR", 1.5}, {"a b", 2.5}, {"naïve", 0.5}},
                     R"({"v": {"EUR": 1.5, "a b": 2.5, "naïve": 0.5}})"));
  EXPECT_TRUE(stands(std::map<std::string, std::map<std::string, Item>>{{"x", {{"y", {"a", 2}}}}},
                     R"({"v": {"x": {"y": {"sku": "a", "quantity": 2}}}})"));
  EXPECT_TRUE(stands(std::map<std::string, Nullable<int>>{{"a", 1}, {"b", {}}},
                     R"({"v": {"a": 1, "b": null}})"));
}

using Ints = Holder<std::map<std::string, int>>;

TEST(CodecOfContainers, what_does_not_fit_in_a_map_is_named_by_its_key) {
  using Items = Holder<std::map<std::string, Item>>;
  EXPECT_EQ(mismatches_in<Items>(R"({"v": {"x": {"sku": 1}, "y": {"sku": "b"}, "z": []}})"),
            (Lines{"v.x.sku: int for a string", "v.z: array for a document"}));
  EXPECT_EQ(mismatches_in<Ints>(R"({"v": {"a": 1, "b": 2, "a": 3}})"),
            Lines{"v.a: the same key again for a key once"});
}

TEST(CodecOfContainers, a_key_that_mongodb_would_misread_is_refused) {
  const std::map<std::string, int> bad{
      {"", 1}, {"$set", 2}, {"a.b", 3}, {std::string("n\0l", 3), 4}, {"caf\xE9", 5}, {"good", 6}};
  EXPECT_EQ(problems_of(Ints{bad}), (Lines{"v. (key)", "v.$set (key)", "v.a.b (key)",
                                           "v.caf\xE9 (key)", std::string("v.n\0l (key)", 11)}));
}

TEST(CodecOfContainers, a_stored_key_that_is_no_utf8_is_corrupt) {
  auto broken = octets_of(Ints{{{"abcd", 1}}});
  for (auto& byte : broken)
    if (byte == 'c') byte = 0xE9;
  EXPECT_EQ((mismatches_in<Ints>(Document::adopt(broken))),
            Lines{": a text that is not UTF-8, at byte 12 for well-formed BSON"});
}

TEST(CodecOfContainers, all_that_cannot_be_stored_is_named_at_once) {
  struct Deep {
    std::vector<Item> items;
    std::map<std::string, std::vector<std::string>> tags;
    std::optional<Item> best;
    Nullable<std::string> note;
    std::array<std::string, 2> pair;
    std::string last;
  };
  const std::string bad = "\xFF";
  EXPECT_EQ(
      problems_of(Deep{{{"a"}, {bad}, {bad}},
                       {{"x", {"ok", bad}}, {"$y", {}}},
                       Item{bad},
                       bad,
                       {bad, "ok"},
                       bad}),
      (Lines{"items[1].sku (utf8)", "items[2].sku (utf8)", "tags.$y (key)", "tags.x[1] (utf8)",
             "best.sku (utf8)", "note (utf8)", "pair[0] (utf8)", "last (utf8)"}));
}

}  // namespace
}  // namespace loom::test
