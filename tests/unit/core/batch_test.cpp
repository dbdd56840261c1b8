// SPDX-License-Identifier: Apache-2.0
// A cursor's replies are read without trust, and its commands name what the server gave.

#include "core/batch.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "loom/info/error.hpp"
#include "support/json.hpp"

namespace loom::core {
namespace {

using test::Bson;
using test::number_at;

constexpr const char* good =
    R"({"cursor": {"firstBatch": [{"_id": 7}], "id": {"$numberLong": "5"}, "ns": "shop.a.b"}, "ok": 1})";

TEST(Batch, tells_documents_and_place) {
  const Bson reply(good);
  const auto batch = read_batch(reply.bytes(), "find shop.a.b");
  EXPECT_EQ(batch.place.id, 5);
  EXPECT_EQ(batch.place.collection, "a.b");
  EXPECT_EQ(number_at(batch.documents, "0._id"), 7);
}

TEST(Batch, of_a_change_stream_tells_where_to_go_on) {
  const Bson reply(
      R"({"cursor": {"nextBatch": [], "id": {"$numberLong": "5"}, "ns": "a.b", "postBatchResumeToken": {"_data": 8}}})");
  EXPECT_EQ(number_at(read_batch(reply.bytes(), "watch a.b").token, "_data"), 8);
  EXPECT_TRUE(read_batch(Bson(good).bytes(), "find shop.a.b").token.empty());
}

TEST(Batch, of_another_shape_is_a_connection_error) {
  for (const char* json :
       {R"({"ok": 1})", R"({"cursor": 1})",
        R"({"cursor": {"firstBatch": {}, "id": {"$numberLong": "0"}, "ns": "a.b"}})",
        R"({"cursor": {"firstBatch": [], "id": 0, "ns": "a.b"}})",
        R"({"cursor": {"firstBatch": [], "id": {"$numberLong": "0"}, "ns": "ab"}})",
        R"({"cursor": {"id": {"$numberLong": "0"}, "ns": "a.b"}})"})
    EXPECT_THROW(read_batch(Bson(json).bytes(), "find"), ConnectionError) << json;
}

TEST(Batch, of_any_bytes_stays_within_them) {
  const Bson reply(good);
  const std::vector<std::uint8_t> whole(reply.bytes().begin(), reply.bytes().end());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::vector<std::uint8_t> part(whole.begin(),
                                         whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_THROW(read_batch(part, "find"), ConnectionError) << size;
  }
  for (std::size_t place = 0; place < whole.size(); ++place)
    for (int value = 0; value < 256; ++value) {
      auto changed = whole;
      changed[place] = static_cast<std::uint8_t>(value);
      try {
        const auto batch = read_batch(changed, "find");
        EXPECT_GE(batch.documents.data(), changed.data());
        EXPECT_LE(batch.documents.data() + batch.documents.size(), changed.data() + changed.size());
      } catch (const ConnectionError&) {
        // as it should be
      }
    }
}

TEST(Batch, is_followed_and_ended_by_commands_for_its_cursor) {
  const CursorPlace place{5, "a.b"};
  const auto more = get_more(place, 100), end = kill_cursor(place);
  EXPECT_EQ(number_at(more.bytes(), "getMore"), 5);
  EXPECT_EQ(number_at(more.bytes(), "batchSize"), 100);
  EXPECT_EQ(number_at(end.bytes(), "cursors.0"), 5);
}

/// An array of so many documents of about a hundred bytes, and one of 40 KiB in their middle.
Bson documents(int how_many) {
  std::string json = "[";
  for (int i = 0; i < how_many; ++i)
    json += (i ? ", " : "") + (R"({"_id": )" + std::to_string(i)) + R"(, "text": ")" +
            std::string(i == how_many / 2 ? 40'000 : 80, 'x') + "\"}";
  return Bson(R"({"documents": )" + json + "]}");
}

bson::View array_in(const Bson& bson) {
  return bson::find(bson::open(bson.bytes()), "documents")->value;
}

std::vector<int> ids_in(const Parts& parts) {
  std::vector<int> ids;
  for (const auto& part : parts.parts) {
    auto rest = part.documents;
    while (const auto document = bson::next(rest))
      ids.push_back(static_cast<int>(number_at(document->value, "_id")));
  }
  return ids;
}

TEST(Batch, that_objects_keep_is_copied_in_parts_of_which_one_keeps_little) {
  std::vector<int> expected(1000);
  std::iota(expected.begin(), expected.end(), 0);
  const auto parts = parts_of(array_in(documents(1000)), Keep::yes, "find");  // the reply is gone
  EXPECT_EQ(parts.documents, 1000u);
  EXPECT_EQ(ids_in(parts), expected);
  EXPECT_GT(parts.parts.size(), 6u);
  EXPECT_LT(parts.parts.size(), 20u) << "an allocation holds many documents";
  for (const auto& part : parts.parts) {
    const bool is_large = bson::count(part.documents) == 1;
    EXPECT_LE(part.documents.left(), is_large ? 41'000u : 16u * 1024);
    EXPECT_EQ(part.documents.at, part.bytes.data());
  }
}

TEST(Batch, that_nobody_keeps_stays_in_the_reply) {
  const auto reply = documents(1000);
  const auto parts = parts_of(array_in(reply), Keep::no, "aggregate");
  ASSERT_EQ(parts.parts.size(), 1u);
  EXPECT_FALSE(parts.parts.front().bytes);
  EXPECT_EQ(parts.documents, 1000u);
  EXPECT_EQ(parts.parts.front().documents.at, bson::open(array_in(reply)).at);
  EXPECT_TRUE(parts_of(array_in(documents(0)), Keep::yes, "find").parts.empty());
}

TEST(Batch, of_what_is_no_document_is_a_connection_error) {
  for (const Keep keep : {Keep::no, Keep::yes}) {
    const Bson reply(R"({"documents": [{"_id": 1}, 2]})");
    EXPECT_THROW(parts_of(array_in(reply), keep, "find"), ConnectionError);
    const auto large = documents(3);
    const auto array = array_in(large);
    std::vector<std::uint8_t> torn(array.begin(), array.end());
    torn[10] = 0xFF;  // within the first document's own size
    EXPECT_THROW(parts_of(torn, keep, "find"), ConnectionError);
  }
}

}  // namespace
}  // namespace loom::core
