// SPDX-License-Identifier: Apache-2.0
// A cursor gives each document once, in batches, and leaves nothing on the server.

#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "loom/bson/reader.hpp"
#include "loom/connect/connect.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"
#include "support/json.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

constexpr int documents = 20'000;

class Cursor : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<Mongod>();
    fill();
  }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override {
    connect(server().uri());
    open_before_ = open_cursors();
  }
  void TearDown() override { server().heal("failCommand"); }

  static Mongod& server() { return *server_; }

  static core::Cursor query(const std::string& json, std::int32_t batch_size = 0) {
    const Bson body(json);
    return core::Cursor({.database = "shop", .body = body.bytes(), .operation = "find shop.c"},
                        batch_size);
  }

  /// The ids of all documents that a cursor gives; fails where one comes twice.
  static std::set<std::int64_t> ids_of(core::Cursor& cursor) {
    std::set<std::int64_t> ids;
    for (auto batch = cursor.next_batch(); !batch.empty(); batch = cursor.next_batch()) {
      auto elements = bson::open(batch);
      while (const auto document = bson::next(elements))
        EXPECT_TRUE(ids.insert(number_at(document->value, "_id")).second);
    }
    return ids;
  }

  static std::int64_t open_cursors() {
    return server().number("admin", R"({"serverStatus": 1})", "metrics.cursor.open.total");
  }
  // A cursor whose connection was cut in another test stays open on the server for a while.
  bool no_more_cursors_are_open() const {
    for (int i = 0; i < 100 && open_cursors() > open_before_; ++i)
      std::this_thread::sleep_for(20ms);
    return open_cursors() <= open_before_;
  }

  static void fill() {
    std::string text = R"({"insert": "c", "documents": [)";
    for (int i = 0; i < documents; ++i)
      text += (i ? ", " : "") + (R"({"_id": )" + std::to_string(i)) + R"(, "word": "something"})";
    server().command("shop", text + "]}");
  }

 private:
  static inline std::unique_ptr<Mongod> server_;
  std::int64_t open_before_ = 0;
};

TEST_F(Cursor, gives_every_document_once) {
  auto cursor = query(R"({"find": "c"})");
  EXPECT_EQ(ids_of(cursor).size(), documents);
  EXPECT_TRUE(cursor.next_batch().empty()) << "the end stays the end";
  EXPECT_TRUE(no_more_cursors_are_open());
}

TEST_F(Cursor, gives_the_same_in_batches_of_any_size) {
  for (const int size : {1, 7, 1000, 30'000}) {
    auto cursor = query(R"({"find": "c", "filter": {"_id": {"$lt": 1200}}, "batchSize": 5})", size);
    EXPECT_EQ(ids_of(cursor).size(), 1200u) << size;
  }
}

TEST_F(Cursor, gives_the_result_of_an_aggregation) {
  auto cursor = query(
      R"({"aggregate": "c", "pipeline": [{"$match": {"_id": {"$gte": 15000}}}], "cursor": {}})");
  EXPECT_EQ(ids_of(cursor).size(), 5000u);
}

TEST_F(Cursor, passes_over_batches_without_documents) {
  auto cursor = query(R"({"find": "c", "batchSize": 0, "filter": {"_id": {"$lt": 10}}})");
  EXPECT_EQ(ids_of(cursor).size(), 10u);
  auto none = query(R"({"find": "c", "filter": {"_id": -1}})");
  EXPECT_TRUE(none.next_batch().empty());
}

TEST_F(Cursor, can_be_moved_while_it_reads_ahead) {
  auto first = query(R"({"find": "c"})");
  first.next_batch();
  auto second = std::move(first);
  EXPECT_EQ(ids_of(second).size(), documents - 1000u);
}

TEST_F(Cursor, ended_early_leaves_no_cursor_on_the_server) {
  {
    auto cursor = query(R"({"find": "c"})", 100);
    cursor.next_batch();
  }
  EXPECT_TRUE(no_more_cursors_are_open());
}

TEST_F(Cursor, never_read_leaves_no_cursor_on_the_server) {
  { auto cursor = query(R"({"find": "c"})", 100); }
  EXPECT_TRUE(no_more_cursors_are_open());
}

TEST_F(Cursor, opens_again_where_the_first_answer_was_lost) {
  server().fail("failCommand", R"({"times": 1})",
                R"({"failCommands": ["find"], "closeConnection": true})");
  auto cursor = query(R"({"find": "c"})");
  EXPECT_EQ(ids_of(cursor).size(), documents);
}

TEST_F(Cursor, never_repeats_a_lost_batch) {
  server().fail("failCommand", R"({"times": 1})",
                R"({"failCommands": ["getMore"], "closeConnection": true})");
  auto cursor = query(R"({"find": "c"})", 100);
  EXPECT_FALSE(cursor.next_batch().empty()) << "what had come is given first";
  EXPECT_THROW(ids_of(cursor), ConnectionError);
}

TEST_F(Cursor, that_the_server_has_closed_says_to_run_the_query_again) {
  server().fail("failCommand", R"({"times": 1})",
                R"({"failCommands": ["getMore"], "errorCode": 43})");
  auto cursor = query(R"({"find": "c"})", 100);
  try {
    ids_of(cursor);
    FAIL() << "a part passed as the whole";
  } catch (const ServerError& error) {
    EXPECT_EQ(error.code(), 43);
    EXPECT_NE(std::string(error.what()).find("run the query again"), std::string::npos);
  }
}

TEST_F(Cursor, ends_in_time_where_the_server_stands_still) {
  const auto start = std::chrono::steady_clock::now();
  with_deadline(1s, [] {
    auto cursor = query(R"({"find": "c"})", 100);
    cursor.next_batch();
    server().freeze();
    EXPECT_THROW(ids_of(cursor), TimeoutError);
  });
  EXPECT_LT(std::chrono::steady_clock::now() - start, 2500ms);
  server().thaw();
}

TEST_F(Cursor, of_a_killed_server_is_a_typed_error) {
  auto cursor = query(R"({"find": "c"})", 100);
  cursor.next_batch();
  server().kill_hard();
  EXPECT_THROW(with_deadline(2s, [&] { ids_of(cursor); }), Error);
  server().restart();
  auto again = query(R"({"find": "c"})");
  EXPECT_EQ(ids_of(again).size(), documents) << "and the connection finds the server again";
}

TEST_F(Cursor, many_at_once_wait_for_connections_and_all_come_to_their_end) {
  connect(server().uri("maxPoolSize=4"));
  std::vector<std::jthread> readers;
  for (int i = 0; i < 16; ++i)
    readers.emplace_back([] {
      auto cursor = query(R"({"find": "c"})");
      EXPECT_EQ(ids_of(cursor).size(), documents);
    });
  readers.clear();
  EXPECT_TRUE(no_more_cursors_are_open());
}

}  // namespace
}  // namespace loom::test
