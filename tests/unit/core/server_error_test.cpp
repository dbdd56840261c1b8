// SPDX-License-Identifier: Apache-2.0
// The server's errors become types, and quote no values.

#include "core/server_error.hpp"

#include <gtest/gtest.h>

#include "support/json.hpp"

namespace loom::core {
namespace {

using test::Bson;

constexpr const char* duplicate = R"({"ok": 0, "code": 11000, "codeName": "DuplicateKey",
  "errmsg": "E11000 duplicate key error collection: shop.c index: email_1 dup key: { email: \"hunter2\" }",
  "keyPattern": {"email": 1}, "keyValue": {"email": "hunter2"}})";

TEST(ServerErrors, of_a_duplicate_key_are_a_type_of_their_own) {
  const Bson document(duplicate);
  const auto error = server_error(document.bytes(), "insert shop.c");
  const auto* typed = dynamic_cast<const DuplicateKeyError*>(error.get());
  ASSERT_TRUE(typed);
  EXPECT_EQ(typed->index(), "email_1");
  EXPECT_EQ(typed->fields(), std::vector<std::string>{"email"});
  EXPECT_EQ(typed->operation(), "insert shop.c");
  EXPECT_EQ(std::string(typed->what()).find("hunter2"), std::string::npos);
  EXPECT_THROW(throw_server_error(document.bytes(), "insert shop.c"), DuplicateKeyError);
}

TEST(ServerErrors, carry_code_and_labels) {
  const Bson document(R"({"ok": 0, "code": 251, "errmsg": "no", "errorLabels": ["A", "B"]})");
  const auto error = server_error(document.bytes(), "find shop.c");
  EXPECT_EQ(error->code(), 251);
  EXPECT_EQ(error->labels(), (std::vector<std::string>{"A", "B"}));
  EXPECT_FALSE(error->retryable());
}

TEST(ServerErrors, of_a_server_that_comes_or_goes_are_retryable) {
  EXPECT_TRUE(server_error(Bson(R"({"code": 10107})").bytes(), "")->retryable());
  EXPECT_TRUE(
      server_error(Bson(R"({"code": 1, "errorLabels": ["RetryableWriteError"]})").bytes(), "")
          ->retryable());
}

TEST(ServerErrors, of_a_lost_history_say_to_watch_anew) {
  const Bson document(R"({"ok": 0, "code": 286, "errmsg": "the oplog begins later"})");
  EXPECT_THROW(throw_server_error(document.bytes(), "watch shop.c"), HistoryLostError);
  const auto error = server_error(document.bytes(), "watch shop.c");
  EXPECT_TRUE(dynamic_cast<const HistoryLostError*>(error.get()));
  EXPECT_NE(std::string(error->what()).find("watch anew"), std::string::npos) << error->what();
}

TEST(ServerErrors, say_what_to_do) {
  const auto says = [](const char* json, const char* word) {
    const auto error = server_error(Bson(json).bytes(), "aggregate shop.c");
    return std::string(error->what()).find(word) != std::string::npos;
  };
  EXPECT_TRUE(says(R"({"code": 292})", ".allow_disk_use()"));
  EXPECT_TRUE(says(R"({"code": 5643011})", ".allow_disk_use()"));
  EXPECT_TRUE(says(R"({"code": 146})", "its disk does not help"));
  EXPECT_TRUE(says(R"({"code": 43})", ".batch_size(n)"));
  EXPECT_TRUE(server_error(Bson(R"({"code": 43})").bytes(), "")->retryable());
}

TEST(ServerErrors, are_made_of_any_bytes) {
  const Bson whole(duplicate);
  for (std::size_t size = 0; size < whole.bytes().size(); ++size)
    EXPECT_NO_THROW(server_error(whole.bytes().first(size), "find")) << size;
  std::vector<std::uint8_t> bytes(whole.bytes().begin(), whole.bytes().end());
  for (std::size_t place = 0; place < bytes.size(); ++place) {
    auto changed = bytes;
    changed[place] ^= 0xFF;
    EXPECT_NO_THROW(server_error(changed, "find")) << place;
  }
}

TEST(WithoutValues, hides_documents_and_strings_and_keeps_names) {
  EXPECT_EQ(without_values("cannot apply $inc to {_id: 1, a: { b: 2 } } at 'age'"),
            "cannot apply $inc to … at 'age'");
  EXPECT_EQ(without_values("element { a: \"} x\" } and \"y\""), "element … and …");
  EXPECT_EQ(without_values("an open { brace"), "an open …");
  EXPECT_EQ(without_values("Failed to parse number 'hunter2' in $convert"),
            "Failed to parse number … in $convert");
  EXPECT_EQ(without_values(""), "");
}

}  // namespace
}  // namespace loom::core
