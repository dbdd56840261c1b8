// SPDX-License-Identifier: Apache-2.0
// Structs: names, missing and unknown members, every order, depth.

#include "loom/bson/codec_aggregate.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loom/info/field.hpp"
#include "support/codec.hpp"

namespace loom::test {
namespace {

struct Address {
  std::string street;
  std::string city;
};
struct Empty {};
struct Order : reflect::ModelBase {
  std::string number;
  Id<Order> id;
  Address home;
  Empty nothing;
};

TEST(CodecOfStructs, members_stand_in_their_order_but_the_id_is_first) {
  const auto id = Id<Order>::from_string("0123456789abcdef01234567");
  EXPECT_TRUE(stands_as(Order{.number = "7", .id = id, .home = {"12 Rue Cler", "Paris"}},
                        R"({"_id": {"$oid": "0123456789abcdef01234567"}, "number": "7",
                            "home": {"street": "12 Rue Cler", "city": "Paris"}, "nothing": {}})"));
}

TEST(CodecOfStructs, an_id_that_is_not_set_is_not_written) {
  EXPECT_EQ(problems_of(Order{}), Lines{"id (id)"});
}

TEST(CodecOfStructs, an_empty_struct_is_an_empty_document) {
  EXPECT_TRUE(stands_as(Empty{}, "{}"));
  EXPECT_EQ(mismatches_in<Empty>(R"({"unknown": 1})"), Lines{});
}

struct Renamed {
  Time placed_at;
  int total = 0;
  static constexpr auto names = loom::names(
      loom::name(fld<&Renamed::placed_at>, "placedAt").also_reads("date").also_reads("placed"),
      loom::name(fld<&Renamed::total>, "größe $"));
};

TEST(CodecOfStructs, a_member_may_have_another_name) {
  EXPECT_TRUE(stands_as(Renamed{Time::from_millis(5), 3},
                        R"({"placedAt": {"$date": {"$numberLong": "5"}}, "größe $": 3})"));
  EXPECT_EQ(
      mismatches_in<Renamed>(R"({"placed_at": {"$date": {"$numberLong": "5"}}, "total": 3})"),
      (Lines{"placedAt: nothing for a date", "größe $: nothing for a whole number of 32 bits"}));
}

TEST(CodecOfStructs, older_names_are_read) {
  for (const std::string older : {"placedAt", "date", "placed"}) {
    const auto read =
        decoded<Renamed>("{\"" + older + R"(": {"$date": {"$numberLong": "5"}}, "größe $": 3})");
    EXPECT_EQ(read.placed_at, Time::from_millis(5)) << older;
  }
}

TEST(CodecOfStructs, the_own_name_wins_over_older_ones_wherever_they_stand) {
  for (const char* json : {R"({"placedAt": {"$date": 5}, "date": {"$date": 6}, "größe $": 3})",
                           R"({"date": {"$date": 6}, "größe $": 3, "placedAt": {"$date": 5}})"})
    EXPECT_EQ(decoded<Renamed>(json).placed_at, Time::from_millis(5));
  EXPECT_EQ(
      decoded<Renamed>(R"({"placed": {"$date": 7}, "date": {"$date": 6}, "größe $": 3})").placed_at,
      Time::from_millis(7));
}

enum class State { draft, paid };
struct WithDefaults {
  int age = 0;
  int limit = 10;
  bool active = true;
  std::string name;
  std::string country = "FR";
  State state = State::draft;
  State second = State::paid;
  std::optional<int> maybe;
  Nullable<int> null;
  std::vector<int> list;
  std::map<std::string, int> map;
  IntCounter visits;
  std::array<int, 2> pair{1, 2};
  Document extra;
};
struct Defaulted {
  int age = 0;
  std::string name;
  static constexpr auto defaults = loom::defaults(fld<&Defaulted::age>, fld<&Defaulted::name>);
};
struct AllDefaults {
  int limit = 10;
  std::optional<int> maybe;
};
struct OneWithout {
  int limit = 10;
  int age;
};
struct Nested {
  AllDefaults a;
  OneWithout b;
  OneWithout c{1, 2};
  Empty d;
};

TEST(CodecOfStructs, a_missing_member_keeps_its_default_where_it_has_one) {
  EXPECT_EQ(mismatches_in<WithDefaults>("{}"),
            (Lines{"age: nothing for a whole number of 32 bits", "name: nothing for a string",
                   "state: nothing for the name of an enumerator",
                   "visits: nothing for a whole number", "extra: nothing for a document"}));
  const auto read =
      decoded<WithDefaults>(R"({"age": 1, "name": "", "state": "paid", "visits": 1, "extra": {}})");
  EXPECT_EQ(read.limit, 10);
  EXPECT_TRUE(read.active);
  EXPECT_EQ(read.country, "FR");
  EXPECT_EQ(read.second, State::paid);
  EXPECT_EQ(read.pair[1], 2);
}

TEST(CodecOfStructs, a_zero_is_a_default_where_it_is_named_so) {
  const auto read = decoded<Defaulted>("{}");
  EXPECT_EQ(read.age, 0);
  EXPECT_EQ(read.name, "");
}

TEST(CodecOfStructs, a_missing_struct_needs_defaults_for_all_its_members) {
  EXPECT_EQ(mismatches_in<Nested>("{}"), Lines{"b: nothing for a document"});
  EXPECT_EQ(decoded<Nested>(R"({"b": {"age": 3}})").c.age, 2);
  EXPECT_EQ(mismatches_in<Nested>(R"({"b": {}, "c": {}})"),
            (Lines{"b.age: nothing for a whole number of 32 bits",
                   "c.age: nothing for a whole number of 32 bits"}));
}

TEST(CodecOfStructs, unknown_members_are_stepped_over) {
  const auto read = decoded<Address>(
      R"({"zip": {"code": [1, 2, {"x": 1}]}, "city": "Paris", "city2": 1, "": null,
          "street": "12 Rue Cler", "stree": true, "m": {"$minKey": 1}})");
  EXPECT_EQ(read.street, "12 Rue Cler");
  EXPECT_EQ(read.city, "Paris");
}

TEST(CodecOfStructs, an_unknown_member_that_is_corrupt_is_not_stepped_over) {
  struct Unknown {
    std::string street = "s", city = "c", more = "abcd";
    std::vector<std::string> deep{"abcd"};
    bool flag = true;
  };
  const auto whole = octets_of(Unknown{});
  ASSERT_EQ(mismatches_in<Address>(Document::adopt(whole)), Lines{});
  int refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto broken = whole;
    if (broken[at] != 'b' && broken[at] != 'r' && broken[at] != 1) continue;
    broken[at] = 0xFF;
    try {
      decoded<Address>(Document::adopt(broken));
    } catch (const DecodeError&) {
      ++refused;
      continue;
    }
    ADD_FAILURE() << "byte " << at << " was broken, and nobody saw it";
  }
  EXPECT_GE(refused, 5);
}

TEST(CodecOfStructs, a_member_that_stands_twice_is_a_mismatch) {
  EXPECT_EQ(mismatches_in<Address>(R"({"street": "a", "city": "b", "street": "c"})"),
            Lines{"street: the same member again for a member once"});
  EXPECT_EQ(mismatches_in<Address>(R"({"city": "a", "city": "b", "street": "c"})"),
            Lines{"city: the same member again for a member once"});
}

TEST(CodecOfStructs, all_that_does_not_fit_is_named_at_once) {
  struct Item {
    std::string sku;
    int quantity;
  };
  struct Basket {
    std::vector<Item> items;
    std::map<std::string, Address> places;
    Address home;
    int total;
  };
  const std::string json =
      R"({"items": [{"sku": "a", "quantity": 1}, {"quantity": 1.5}, {"sku": "b", "quantity": "3"}],
          "places": {"x": {"street": 1, "city": 2}}, "home": {"city": "Paris"}})";
  EXPECT_EQ(
      mismatches_in<Basket>(json),
      (Lines{"items[1].quantity: double for a whole number of 32 bits",
             "items[1].sku: nothing for a string",
             "items[2].quantity: string for a whole number of 32 bits",
             "places.x.street: int for a string", "places.x.city: int for a string",
             "home.street: nothing for a string", "total: nothing for a whole number of 32 bits"}));
  try {
    decoded<Basket>(json);
    FAIL();
  } catch (const DecodeError& error) {
    const std::string text = error.what();
    EXPECT_EQ(text.rfind("a stored document does not fit Basket in 7 places: ", 0), 0U) << text;
    EXPECT_EQ(text.find("Paris"), std::string::npos) << "no value stands in an error";
  }
}

struct Node {
  int value = 0;
  std::vector<Node> children;
};

// `levels` nodes in each other.
Node chain(int levels) {
  Node node{1, {}};
  for (int i = 1; i < levels; ++i) {
    Node outer{1, {}};
    outer.children.push_back(std::move(node));
    node = std::move(outer);
  }
  return node;
}

TEST(CodecOfStructs, a_struct_of_itself_nests_up_to_a_hundred_levels) {
  const auto deepest = encoded(chain(50));  // each has its array
  EXPECT_EQ(encoded(decoded<Node>(deepest)), deepest);
  for (const int levels : {51, 1'000}) EXPECT_EQ(problems_of(chain(levels)), Lines{" (depth)"});
}

TEST(CodecOfStructs, levels_of_a_document_within_are_counted) {
  struct Holder {
    Document any;
    std::vector<Document> more;
  };
  Document ninety_eight;
  for (int i = 1; i < 98; ++i) {
    bson::Writer out;
    const auto start = out.begin();
    out.document(std::string_view("d"), ninety_eight.bytes());
    out.end(start);
    ninety_eight = Document::from_bytes(out.bytes());
  }
  EXPECT_EQ(problems_of(Holder{ninety_eight, {ninety_eight}}), Lines{});
  bson::Writer out;
  const auto start = out.begin();
  out.document(std::string_view("d"), ninety_eight.bytes());
  out.end(start);
  const auto ninety_nine = Document::from_bytes(out.bytes());
  EXPECT_EQ(problems_of(Holder{ninety_nine, {}}), Lines{});
  EXPECT_EQ(problems_of(Holder{{}, {ninety_nine}}), Lines{" (depth)"});
}

TEST(CodecOfStructs, bytes_that_nest_without_end_are_refused) {
  bson::Writer out;
  std::vector<std::size_t> starts{out.begin()};
  for (int i = 0; i < 100'000; ++i) {
    starts.push_back(out.begin_array(std::string_view("children")));
    starts.push_back(out.begin_document(std::string_view("0")));
  }
  for (; !starts.empty(); starts.pop_back()) out.end(starts.back());
  const auto bytes = out.bytes();
  EXPECT_EQ(mismatches_in<Node>(Document::adopt({bytes.begin(), bytes.end()})),
            Lines{": more than 100 documents in each other, at byte 1050 for well-formed BSON"});
}

TEST(CodecOfStructs, a_wide_struct_has_all_its_members) {
  // clang-format off
  struct Wide {
    int m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14, m15, m16,
        m17, m18, m19, m20, m21, m22, m23, m24, m25, m26, m27, m28, m29, m30, m31, m32,
        m33, m34, m35, m36, m37, m38, m39, m40, m41, m42, m43, m44, m45, m46, m47, m48,
        m49, m50, m51, m52, m53, m54, m55, m56, m57, m58, m59, m60, m61, m62, m63, m64;
  };
  // clang-format on
  Wide wide{};
  int next = 0;
  std::string json;
  reflect::with_members(wide, [&](auto&... m) { ((m = ++next), ...); });
  for (int i = 1; i <= 64; ++i)
    json += (i == 1 ? "\"m" : ", \"m") + std::to_string(i) + "\": " + std::to_string(i);
  EXPECT_TRUE(stands_as(wide, "{" + json + "}"));
  EXPECT_EQ(mismatches_in<Wide>("{}").size(), 64U);
}

TEST(CodecOfStructs, only_documents_are_read) {
  Address address;
  EXPECT_THROW(bson::decode({}, address), DecodeError);
  EXPECT_THROW(bson::decode(std::vector<std::uint8_t>{1, 2, 3}, address), DecodeError);
}

}  // namespace
}  // namespace loom::test
