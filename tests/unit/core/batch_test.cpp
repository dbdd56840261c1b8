// SPDX-License-Identifier: Apache-2.0
// A cursor's replies are read without trust, and its commands name what the server gave.

#include "core/batch.hpp"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace loom::core
