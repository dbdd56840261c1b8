// SPDX-License-Identifier: Apache-2.0
// The BSON corpus against structs with one member: what is valid comes back as it should be stored,
// what is not is refused, and what no member can hold is kept as it is.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/bson_corpus.hpp"
#include "support/codec.hpp"

namespace loom::test {
namespace {

// The names that the corpus gives to the elements of its documents.
template <class T>
struct A {
  T a{};
};
template <class T>
struct D {
  T d{};
};
template <class T>
struct X {
  T x{};
};
struct DbRef {
  Document dbref;
};
struct Nothing {};

Octets octets(const CorpusCase& item, const char* key) {
  return from_hex(item.content[key].get<std::string>());
}

// Some cases of a file are about JSON that looks like its type; their element is a document.
bool has_the_type_of_its_file(const CorpusCase& item) {
  return octets(item, "canonical_bson")[4] ==
         std::stoi(item.content["bson_type"].get<std::string>(), nullptr, 16);
}

std::vector<CorpusCase> valid_cases(const std::string& file) {
  std::vector<CorpusCase> wanted;
  for (auto& item : corpus("valid"))
    if (item.title.starts_with(file) && has_the_type_of_its_file(item))
      wanted.push_back(std::move(item));
  return wanted;
}

/// What a struct writes after it has read the bytes.
template <class Struct>
Octets again(const Octets& bytes) {
  return octets_of(decoded<Struct>(Document::adopt(bytes)));
}

/// The bytes as a document within another.
Octets wrapped(const Octets& bytes) {
  bson::Writer out;
  const auto start = out.begin();
  out.document(std::string_view("d"), bytes);
  out.end(start);
  return {out.bytes().begin(), out.bytes().end()};
}

template <class Struct>
::testing::AssertionResult refuses(const Octets& bytes) {
  try {
    Struct object;
    bson::decode(bytes, object);
    return ::testing::AssertionFailure() << "it is read";
  } catch (const DecodeError&) {
    return ::testing::AssertionSuccess();
  }
}

/// The cases of a file through a struct with a member of the type that the file is about.
template <class Struct>
void expect_mapped(const std::string& file) {
  int seen = 0;
  for (const auto& item : valid_cases(file)) {
    SCOPED_TRACE(item.title);
    ++seen;
    const auto canonical = octets(item, "canonical_bson");
    EXPECT_EQ(again<Struct>(canonical), canonical);
    if (!item.content.contains("degenerate_bson")) continue;
    EXPECT_EQ(again<Struct>(octets(item, "degenerate_bson")), canonical);
  }
  EXPECT_GT(seen, 0) << file << " has no valid case";
  for (const auto& item : corpus("decodeErrors")) {
    if (!item.title.starts_with(file)) continue;
    SCOPED_TRACE(item.title);
    EXPECT_TRUE(refuses<Struct>(octets(item, "bson")));
  }
}

TEST(CorpusOfStructs, arrays) { expect_mapped<A<std::vector<int>>>("array.json"); }
TEST(CorpusOfStructs, binary_data) { expect_mapped<X<Bytes>>("binary.json"); }
TEST(CorpusOfStructs, dates) { expect_mapped<A<Time>>("datetime.json"); }
TEST(CorpusOfStructs, references_of_the_old_kind) { expect_mapped<DbRef>("dbref.json"); }
TEST(CorpusOfStructs, documents) { expect_mapped<X<Document>>("document.json"); }
TEST(CorpusOfStructs, doubles) { expect_mapped<D<double>>("double.json"); }
TEST(CorpusOfStructs, object_ids) { expect_mapped<A<ObjectId>>("oid.json"); }
TEST(CorpusOfStructs, decimals) {
  for (const char* number : {"1", "3", "5"})
    expect_mapped<D<Decimal128>>("decimal128-" + std::string(number) + ".json");
}

TEST(CorpusOfStructs, the_uuid_of_binary_data_is_a_uuid) {
  const auto item = valid_cases("binary.json, valid, subtype 0x04");
  ASSERT_FALSE(item.empty());
  const auto bytes = octets(item[0], "canonical_bson");
  EXPECT_EQ(again<X<Uuid>>(bytes), bytes);
}

TEST(CorpusOfStructs, what_no_member_holds_is_kept_in_a_document) {
  for (const auto& item : corpus("valid")) {
    SCOPED_TRACE(item.title);
    for (const char* key : {"canonical_bson", "degenerate_bson"})
      if (item.content.contains(key)) {
        const auto bytes = wrapped(octets(item, key));
        EXPECT_EQ(again<D<Document>>(bytes), bytes);
      }
  }
}

TEST(CorpusOfStructs, what_no_member_holds_is_a_mismatch_in_one_of_another_type) {
  for (const char* file : {"code.json", "code_w_scope.json", "dbpointer.json", "maxkey.json",
                           "regex.json", "timestamp.json", "undefined.json"})
    for (const auto& item : valid_cases(file)) {
      SCOPED_TRACE(item.title);
      EXPECT_TRUE(refuses<A<std::string>>(octets(item, "canonical_bson")));
      EXPECT_TRUE(refuses<A<Document>>(octets(item, "canonical_bson")));
    }
}

TEST(CorpusOfStructs, unknown_members_are_stepped_over_where_they_are_valid) {
  for (const auto& item : corpus("valid")) {
    SCOPED_TRACE(item.title);
    EXPECT_EQ(again<Nothing>(octets(item, "canonical_bson")), from_hex("0500000000"));
  }
}

TEST(CorpusOfStructs, what_is_no_document_is_refused_by_every_struct) {
  for (const auto& item : corpus("decodeErrors")) {
    SCOPED_TRACE(item.title);
    const auto bytes = octets(item, "bson");
    EXPECT_TRUE(refuses<Nothing>(bytes));
    EXPECT_TRUE(refuses<A<std::string>>(bytes));
    EXPECT_TRUE(refuses<X<Document>>(bytes));
    EXPECT_TRUE(refuses<D<Document>>(wrapped(bytes)));
  }
}

}  // namespace
}  // namespace loom::test
