// SPDX-License-Identifier: Apache-2.0
// What Loom adds to a command, and what it leaves to the caller.

#include "core/message.hpp"

#include <gtest/gtest.h>

#include "loom/bson/reader.hpp"
#include "loom/info/error.hpp"
#include "support/json.hpp"

namespace loom::core {
namespace {

using namespace std::chrono_literals;
using test::Bson;

/// A message, and the elements of its bytes.
struct Made {
  Made(const std::string& json, Effect effect, Deployment deployment = Deployment::replica_set,
       std::int32_t first_batch = 0, std::optional<InTransaction> transaction = {},
       Confirmation confirmation = {})
      : body(json),
        message({.database = "shop", .body = body.bytes(), .effect = effect, .operation = "try"},
                {deployment, confirmation}, first_batch, transaction),
        bytes(message.bytes(Clock::now() + 5s)) {}

  bool has(const char* name) const { return bson::find(bson::open(bytes), name).has_value(); }
  std::string text(const char* document, const char* name) const {
    const auto found = bson::find(bson::open(bytes), document);
    return std::string(bson::text_of(bson::find(bson::inside_of(found), name)));
  }
  std::int64_t number(const char* path) const { return test::number_at(bytes, path); }

  Bson body;
  Message message;
  bson::View bytes;
};

constexpr const char* find = R"({"find": "c"})";
constexpr const char* insert = R"({"insert": "c", "documents": []})";

TEST(Message, of_a_read_asks_for_what_a_majority_has) {
  const Made made(find, Effect::read);
  EXPECT_EQ(made.text("readConcern", "level"), "majority");
  EXPECT_FALSE(made.has("writeConcern") || made.has("txnNumber"));
  EXPECT_TRUE(made.message.repeatable());
}

TEST(Message, of_a_transaction_has_its_number_and_only_the_first_one_begins_it) {
  const auto in_transaction = [](const char* json, bool first) {
    return Made(json, Effect::write, Deployment::replica_set, 1'000, InTransaction{7, first});
  };
  const auto first = in_transaction(find, true), second = in_transaction(insert, false);
  EXPECT_EQ(first.text("readConcern", "level"), "snapshot");
  EXPECT_EQ(first.number("startTransaction"), 1);
  EXPECT_EQ(first.number("batchSize"), 1'000);
  EXPECT_FALSE(second.has("readConcern") || second.has("startTransaction"));
  for (const auto* made : {&first, &second}) {
    EXPECT_EQ(made->number("txnNumber"), 7);
    EXPECT_TRUE(made->has("autocommit"));
    EXPECT_TRUE(made->has("maxTimeMS"));
    EXPECT_FALSE(made->has("writeConcern"));
  }
  EXPECT_FALSE(in_transaction(R"({"getMore": 1, "collection": "c"})", false).has("maxTimeMS"));
  EXPECT_EQ(in_transaction(R"({"commitTransaction": 1})", false).text("writeConcern", "w"),
            "majority");
}

TEST(Message, of_a_transaction_is_none_that_mongodb_does_not_allow_there) {
  for (const char* json : {R"({"count": "c"})", R"({"create": "c"})", R"({"listIndexes": "c"})",
                           R"({"dropDatabase": 1})", R"({"explain": {"find": "c"}})"})
    EXPECT_THROW(Made(json, Effect::read, Deployment::replica_set, 0, InTransaction{7, true}),
                 TransactionError)
        << json;
}

TEST(Message, of_a_command_that_knows_no_read_concern_has_none) {
  EXPECT_FALSE(Made(R"({"ping": 1})", Effect::read).has("readConcern"));
}

TEST(Message, of_a_write_is_for_a_majority_and_has_a_number_of_its_own) {
  const Made first(insert, Effect::write), second(insert, Effect::write);
  EXPECT_EQ(first.text("writeConcern", "w"), "majority");
  EXPECT_EQ(first.number("writeConcern.j"), 1);
  EXPECT_LT(first.number("txnNumber"), second.number("txnNumber"));
  EXPECT_TRUE(first.message.repeatable());
}

TEST(Message, keeps_its_number_when_it_is_sent_again) {
  Made made(insert, Effect::write);
  const auto number = made.number("txnNumber");
  EXPECT_EQ(test::number_at(made.message.bytes(Clock::now() + 1s), "txnNumber"), number);
}

TEST(Message, to_a_standalone_server_has_no_number_and_goes_once) {
  const Made made(insert, Effect::write, Deployment::standalone);
  EXPECT_EQ(made.number("writeConcern.w"), 1);
  EXPECT_EQ(made.number("writeConcern.j"), 1);
  EXPECT_FALSE(made.has("txnNumber"));
  EXPECT_FALSE(made.message.repeatable());
  EXPECT_TRUE(
      Made(R"({"create": "c"})", Effect::idempotent, Deployment::standalone).message.repeatable());
}

TEST(Message, of_a_write_on_many_documents_has_no_number_and_goes_once) {
  for (const char* json :
       {R"({"update": "c", "updates": [{"q": {}, "u": {}}, {"q": {}, "u": {}, "multi": true}]})",
        R"({"delete": "c", "deletes": [{"q": {}, "limit": 0}]})"}) {
    const Made made(json, Effect::write);
    EXPECT_FALSE(made.has("txnNumber") || made.message.repeatable()) << json;
  }
  EXPECT_TRUE(Made(R"({"delete": "c", "deletes": [{"q": {}, "limit": 1}]})", Effect::write)
                  .message.repeatable());
}

TEST(Message, leaves_what_the_caller_has_said) {
  const Made read(R"({"find": "c", "readConcern": {"level": "local"}, "maxTimeMS": 7})",
                  Effect::read);
  EXPECT_EQ(read.text("readConcern", "level"), "local");
  EXPECT_EQ(read.number("maxTimeMS"), 7);
  const Made write(R"({"insert": "c", "writeConcern": {"w": 3}})", Effect::write);
  EXPECT_EQ(write.number("writeConcern.w"), 3);
}

TEST(Message, tells_the_server_what_time_is_left) {
  Made made(find, Effect::read);
  EXPECT_LE(made.number("maxTimeMS"), 5000);
  EXPECT_GT(made.number("maxTimeMS"), 0);
  EXPECT_EQ(test::number_at(made.message.bytes(Clock::now() - 1s), "maxTimeMS"), 1)
      << "0 is no limit";
}

TEST(Message, asks_for_a_first_batch_where_the_caller_wants_all) {
  const auto batch = [](const char* json) {
    const Made made(json, Effect::read, Deployment::replica_set, 500);
    return made.has("batchSize") ? made.number("batchSize") : 0;
  };
  EXPECT_EQ(batch(find), 500);
  EXPECT_EQ(batch(R"({"find": "c", "batchSize": 3})"), 3);
  EXPECT_EQ(batch(R"({"find": "c", "limit": 3})"), 0);
  EXPECT_EQ(batch(R"({"aggregate": "c"})"), 0);
}

TEST(Message, asks_for_no_more_than_a_program_has_allowed_to_be_weak) {
  const auto made = [](const char* json, Effect effect, Confirmation confirmation) {
    return Made(json, effect, Deployment::replica_set, 0, {}, confirmation);
  };
  const auto by_one = made(insert, Effect::write, {.majority = false});
  const auto concern = bson::find(bson::open(by_one.bytes), "writeConcern");
  EXPECT_EQ(bson::integer_of(bson::find(bson::inside_of(concern), "w")), 1);
  EXPECT_TRUE(bson::truth_of(bson::find(bson::inside_of(concern), "j")));
  const auto unjournaled = made(insert, Effect::write, {.journal = false});
  EXPECT_EQ(unjournaled.text("writeConcern", "w"), "majority");
  // Else a program would not read what it has just written.
  EXPECT_FALSE(made(R"({"find": "c"})", Effect::read, {.majority = false}).has("readConcern"));
}

TEST(Message, of_bytes_that_are_no_bson_is_never_sent) {
  const std::uint8_t bytes[] = {9, 0, 0, 0, 2, 'a', 0, 0, 0};
  EXPECT_THROW(
      Message({.database = "shop", .body = bytes, .operation = "try"}, {Deployment::sharded}),
      Error);
}

}  // namespace
}  // namespace loom::core
