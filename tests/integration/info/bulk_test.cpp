// SPDX-License-Identifier: Apache-2.0
// Many objects at once: all that can be saved are, and each that was not is named with its cause.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct User : PersistableModel<User> {
  static constexpr auto persist_db = declare_persist_db("shop", "users");
  Id<User> id;
  StrLower email;
  std::string name;
  int age = 0;
  IntCounter visits;
  static constexpr auto indexes = loom::indexes(loom::unique(fld<&User::email>));
};
struct Blob : PersistableModel<Blob> {
  static constexpr auto persist_db = declare_persist_db("shop", "blobs");
  Id<Blob, std::int64_t> id;
  std::string text;
};

constexpr std::size_t mebibyte = 1024 * 1024;
const std::string no_utf8 = "\xff";

template <class Kind>
bool is_a(const BulkFailure& failure) {
  return dynamic_cast<const Kind*>(failure.cause.get()) != nullptr;
}
std::vector<std::size_t> indexes_of(const BulkError& error) {
  std::vector<std::size_t> indexes;
  for (const auto& failure : error.failures()) indexes.push_back(failure.index);
  return indexes;
}

class Bulk : public InSandbox {};

TEST_F(Bulk, of_nothing_does_nothing) {
  std::vector<User> none;
  EXPECT_EQ(raw<User>().commands_of([&] { User::persist_many(none); }), 0);
}

TEST_F(Bulk, saves_new_and_changed_objects_and_gives_each_its_id) {
  std::vector<User> users;
  for (int i = 0; i < 10; ++i) users.push_back({.email = std::to_string(i), .name = "new"});
  User::persist_many(users);
  for (const auto& user : users) EXPECT_EQ(User::get(user.id).email, user.email);

  for (int i = 10; i < 20; ++i) users.push_back({.email = std::to_string(i), .name = "new"});
  users[3].name = "changed";
  ++users[4].visits;
  User::persist_many(users);
  EXPECT_EQ(raw<User>().count(), 20);
  EXPECT_EQ(User::get(users[3].id).name, "changed");
  EXPECT_EQ(User::get(users[4].id).visits, 1);
  EXPECT_EQ(raw<User>().commands_of([&] { User::persist_many(users); }), 0) << "none has changed";
}

TEST_F(Bulk, takes_a_temporary_vector) {
  User::persist_many(std::vector<User>(1));
  EXPECT_EQ(raw<User>().count(), 1);
}

TEST_F(Bulk, names_each_failure_by_index_and_cause_and_saves_the_rest) {
  std::vector<User> users(9);
  for (std::size_t i = 0; i < users.size(); ++i) users[i].email = std::to_string(i);
  users[0].persist();
  users[1].persist();
  users[2].persist();
  raw<User>().update(by(users[0].id), R"({"$set": {"name": "theirs"}})");
  raw<User>().erase(by(users[1].id));
  users[0].name = "mine";     // 0: a conflict
  users[1].name = "mine";     // 1: deleted meanwhile
  users[2].name = no_utf8;    // 2: a change that cannot be stored
  users[3].name = no_utf8;    // 3: an insert that cannot be stored
  users[5].email = "4";       // 5: as 4
  users[7].email = "2";       // 7: as 2, which was there before
  users[8].id = users[2].id;  // 8: the next version of 2
  users[8].email = "2";
  users[8].age = 5;
  const auto error = thrown<BulkError>([&] { User::persist_many(users); });
  ASSERT_EQ(indexes_of(error), (std::vector<std::size_t>{0, 1, 2, 3, 5, 7}));
  const auto& failures = error.failures();
  EXPECT_TRUE(is_a<ConflictError>(failures[0]));
  EXPECT_EQ(dynamic_cast<const ConflictError&>(*failures[0].cause).fields(),
            std::vector<std::string>{"name"});
  EXPECT_TRUE(dynamic_cast<const ConflictError&>(*failures[1].cause).deleted());
  EXPECT_TRUE(is_a<ValidationError>(failures[2]));
  EXPECT_TRUE(is_a<ValidationError>(failures[3]));
  EXPECT_TRUE(failures[4].duplicate_key());
  EXPECT_TRUE(failures[5].duplicate_key());
  EXPECT_EQ(dynamic_cast<const DuplicateKeyError&>(*failures[5].cause).index(), "email_1");
  EXPECT_NE(std::string(error.what()).find("at index 0"), std::string::npos) << error.what();

  for (const std::size_t saved : {4u, 6u}) EXPECT_TRUE(User::load(users[saved].id)) << saved;
  EXPECT_EQ(User::get(users[2].id).age, 5);
  for (const std::size_t failed : {3u, 5u, 7u}) EXPECT_FALSE(users[failed].id.is_set()) << failed;
  EXPECT_EQ(raw<User>().count(), 4);
}

TEST_F(Bulk, can_be_repeated_after_the_failures_are_mended) {
  std::vector<User> users(3);
  users[1].email = "a";
  users[2].name = no_utf8;
  EXPECT_THROW(User::persist_many(users), BulkError);
  users[2].name = "mended";
  users[2].email = "b";
  User::persist_many(users);
  EXPECT_EQ(raw<User>().count(), 3);
}

TEST_F(Bulk, leaves_the_programs_own_keys_also_where_the_insert_fails) {
  std::vector<User> users(2);
  const auto key = Id<User>::generate();
  users[1].id = key;
  EXPECT_THROW(User::persist_many(users), BulkError);
  EXPECT_EQ(users[1].id, key);
  std::vector<Blob> blobs = {{.id = 1}, {.id = 1}, {}};
  const auto error = thrown<BulkError>([&] { Blob::persist_many(blobs); });
  EXPECT_EQ(indexes_of(error), (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(blobs[1].id.key(), 1);
}

TEST_F(Bulk, of_one_object_twice_saves_it_once) {
  User user{.name = "a"};
  user.persist();
  std::vector<User> twice = {user, user};
  for (auto& each : twice) each.name = "b";
  EXPECT_EQ(indexes_of(thrown<BulkError>([&] { User::persist_many(twice); })),
            std::vector<std::size_t>{1});
}

TEST_F(Bulk, refuses_a_collection_without_its_unique_index_as_a_whole) {
  raw<User>().insert(R"({"_id": 1})");
  std::vector<User> users(3);
  EXPECT_THROW(User::persist_many(users), SchemaError);
  for (const auto& user : users) EXPECT_FALSE(user.id.is_set());
  EXPECT_EQ(raw<User>().count(), 1);
}

TEST_F(Bulk, saves_more_items_than_one_command_takes) {
  constexpr std::int64_t many = 100'001;
  std::vector<Blob> blobs;
  for (std::int64_t i = 0; i < many; ++i) blobs.push_back({.id = i});
  blobs[5].id = 4;
  blobs[100'000].id = 0;  // in the second command
  EXPECT_EQ(indexes_of(thrown<BulkError>([&] { Blob::persist_many(blobs); })),
            (std::vector<std::size_t>{5, 100'000}));
  EXPECT_EQ(raw<Blob>().count(), many - 2);
}

TEST_F(Bulk, saves_more_bytes_than_one_command_takes) {
  std::vector<Blob> blobs;
  for (std::int64_t i = 0; i < 10; ++i)
    blobs.push_back({.id = i, .text = std::string(5 * mebibyte, 'x')});
  Blob::persist_many(blobs);
  EXPECT_EQ(raw<Blob>().count(), 10);
  for (auto& blob : blobs) blob.text[0] = 'y';
  Blob::persist_many(blobs);
  EXPECT_EQ(raw<Blob>().count(R"({"text": {"$regex": "^y"}})"), 10);
}

TEST_F(Bulk, refuses_one_item_that_is_too_large_and_saves_the_rest) {
  std::vector<Blob> blobs = {{.id = 0}, {.id = 1}, {.id = 2}, {.id = 3}};
  bson::Writer empty;
  bson::encode(empty, blobs[0]);
  const auto room = bson::max_document_size - empty.size();
  blobs[1].text = std::string(room + 1, 'x');
  blobs[2].text = std::string(room, 'x');
  const auto error = thrown<BulkError>([&] { Blob::persist_many(blobs); });
  ASSERT_EQ(indexes_of(error), std::vector<std::size_t>{1});
  EXPECT_TRUE(is_a<ValidationError>(error.failures()[0]));
  EXPECT_EQ(raw<Blob>().count(), 3);
}

}  // namespace
}  // namespace loom::test
