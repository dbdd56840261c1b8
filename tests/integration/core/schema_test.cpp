// SPDX-License-Identifier: Apache-2.0
// What a first write, prepare and check do with collections that are missing, right, or wrong.

#include "integration/core/schema_fixture.hpp"

namespace loom::test::schema {
namespace {

TEST_F(Schema, the_first_write_creates_a_collection_with_its_indexes) {
  core::look_before_write(customer);
  EXPECT_EQ(index_names(), customers_indexes);
  const auto made = indexes(name);
  EXPECT_EQ(made[1]["unique"], true);
  EXPECT_FALSE(made[1].contains("partialFilterExpression"));
  EXPECT_EQ(made[2]["partialFilterExpression"], json::parse(R"({"phone": {"$exists": true}})"));
  EXPECT_EQ(made[3]["key"].dump(), R"({"age":1,"seen_at":-1})");
  EXPECT_EQ(made[4]["expireAfterSeconds"], 2592000);
  EXPECT_TRUE(check(customer).empty());
}

TEST_F(Schema, a_write_looks_once) {
  core::look_before_write(customer);
  const auto before = looks();
  core::look_before_write(customer);
  EXPECT_EQ(looks(), before);
}

TEST_F(Schema, a_write_looks_again_where_another_database_may_be_meant) {
  core::look_before_write(customer);
  command({{"dropIndexes", name}, {"index", "email_1"}});
  core::look_before_write(customer);
  connect(server().uri());
  EXPECT_NE(refusal().find("email_1"), std::string::npos) << refusal();
}

TEST_F(Schema, a_write_of_a_model_without_indexes_does_not_look) {
  const auto before = looks();
  core::look_before_write(nobody);
  EXPECT_EQ(looks(), before);
}

TEST_F(Schema, a_look_that_failed_is_repeated) {
  server().fail("failCommand", R"({"times": 1})",
                R"({"failCommands": ["listIndexes"], "errorCode": 13})");
  EXPECT_THROW(core::look_before_write(customer), ServerError);
  core::look_before_write(customer);
  EXPECT_EQ(index_names(), customers_indexes);
}

TEST_F(Schema, a_lost_answer_of_the_creation_is_asked_for_again) {
  server().fail("failCommand", R"({"times": 1})",
                R"({"failCommands": ["createIndexes"], "closeConnection": true})");
  core::look_before_write(customer);
  EXPECT_EQ(index_names(), customers_indexes);
}

TEST_F(Schema, an_existing_collection_without_a_declared_index_is_refused_and_not_altered) {
  create();
  EXPECT_EQ(refusal(),
            full_name + " has no index email_1 (unique); " + full_name +
                " has no index phone_1 (unique, only where phone exists); " + full_name +
                " has no index seen_at_1 (ttl of 2592000 s): call loom::prepare<Customer>() first, "
                "for a write never alters a collection that exists");
  EXPECT_EQ(index_names(), Names{"_id_"});
  EXPECT_NE(refusal(), "nothing was thrown") << "it is refused every time";
  prepare(customer);
  EXPECT_EQ(refusal(), "nothing was thrown");
}

TEST_F(Schema, a_plain_index_that_is_missing_stops_no_write) {
  create();
  core::look_before_write(visitor);
  EXPECT_EQ(index_names(), Names{"_id_"});
}

TEST_F(Schema, a_ttl_that_differs_stops_a_write) {
  core::look_before_write(customer);
  command({{"collMod", name}, {"index", {{"name", "seen_at_1"}, {"expireAfterSeconds", 60}}}});
  connect(server().uri());
  EXPECT_EQ(refusal(), "the index seen_at_1 of " + full_name +
                           " is ttl of 60 s, and Customer declares it as ttl of 2592000 s: call "
                           "loom::prepare<Customer>() first, for a write never alters a collection "
                           "that exists");
}

TEST_F(Schema, check_reports_what_prepare_creates) {
  const Names missing{full_name + " does not exist", full_name + " has no index email_1 (unique)",
                      full_name + " has no index phone_1 (unique, only where phone exists)",
                      full_name + " has no index age_1_seen_at_-1 (plain)",
                      full_name + " has no index seen_at_1 (ttl of 2592000 s)"};
  EXPECT_EQ(texts(check(customer)), missing);
  EXPECT_FALSE(exists());

  const auto changes = prepare(customer);
  EXPECT_EQ(texts(changes),
            (Names{"created " + full_name, "created the index email_1 (unique) of " + full_name,
                   "created the index phone_1 (unique, only where phone exists) of " + full_name,
                   "created the index age_1_seen_at_-1 (plain) of " + full_name,
                   "created the index seen_at_1 (ttl of 2592000 s) of " + full_name}));
  EXPECT_EQ(changes[0].collection, full_name);
  EXPECT_EQ(changes[0].index, "");
  EXPECT_EQ(changes[3].index, "age_1_seen_at_-1");
  EXPECT_EQ(index_names(), customers_indexes);
  EXPECT_TRUE(check(customer).empty());
  EXPECT_TRUE(prepare(customer).empty());
}

TEST_F(Schema, prepare_creates_a_collection_without_indexes) {
  EXPECT_EQ(texts(prepare(nobody)), Names{"created " + full_name});
  EXPECT_TRUE(exists());
  EXPECT_TRUE(prepare(nobody).empty());
}

TEST_F(Schema, prepare_adds_to_an_existing_collection_only_what_is_missing) {
  create_index({{"email", 1}}, "email_1", {{"unique", true}});
  create_index({{"age", -1}}, "somebodys");
  EXPECT_EQ(prepare(customer).size(), 3u);
  EXPECT_EQ(index_names(),
            (Names{"_id_", "email_1", "somebodys", "phone_1", "age_1_seen_at_-1", "seen_at_1"}));
  EXPECT_TRUE(check(customer).empty());
}

TEST_F(Schema, an_index_of_another_name_or_another_shell_counts) {
  create_index({{"email", 1.0}}, "by_email", {{"unique", true}});
  create_index({{"seen_at", 1}}, "old", {{"expireAfterSeconds", 2592000.0}});
  create_index({{"phone", 1}}, "phones",
               {{"unique", true}, {"partialFilterExpression", {{"phone", {{"$exists", 1}}}}}});
  core::look_before_write(customer);
  EXPECT_EQ(prepare(customer).size(), 1u);
}

TEST_F(Schema, prepare_refuses_an_index_with_other_options_before_it_writes) {
  create_index({{"email", 1}}, "mine");
  create_index({{"phone", 1}}, "phone_1",
               {{"unique", true}, {"partialFilterExpression", {{"age", {{"$gt", 17}}}}}});
  create_index({{"seen_at", 1}}, "seen_at_1", {{"sparse", true}});
  const auto other = info_of<Visitor>("Visitor", "never_made");
  const auto text = text_of<SchemaError>([&] { core::prepare(std::array{&other, &customer}); });
  EXPECT_EQ(
      text,
      "the index mine of " + full_name +
          " is plain, and Customer declares it as unique; "
          "the index phone_1 of " +
          full_name +
          " is unique, only where a condition holds that Loom does not know, and Customer "
          "declares it as unique, only where phone exists; "
          "the index seen_at_1 of " +
          full_name +
          " is sparse, and Customer declares it as ttl of 2592000 s: drop the index by hand, then "
          "call loom::prepare<Customer>() again");
  EXPECT_EQ(index_names(), (Names{"_id_", "mine", "phone_1", "seen_at_1"}));
  EXPECT_EQ(texts(check(other)).front(), "shop.never_made does not exist");
}

TEST_F(Schema, prepare_refuses_an_index_of_the_same_name_over_other_fields) {
  create_index({{"age", 1}, {"name", 1}}, "email_1");
  EXPECT_EQ(
      text_of<SchemaError>([&] { prepare(customer); }),
      "the index email_1 of " + full_name +
          " is over other fields, or with another collation, than Customer declares: drop the "
          "index by hand, then call loom::prepare<Customer>() again");
}

TEST_F(Schema, prepare_says_that_documents_stand_in_the_way_and_not_what_they_hold) {
  insert({{{"email", "ada@example.org"}}, {{"email", "ada@example.org"}}});
  try {
    prepare(customer);
    FAIL() << "a unique index was built over equal values";
  } catch (const DuplicateKeyError& error) {
    EXPECT_EQ(error.index(), "email_1");
    EXPECT_EQ(error.fields(), Names{"email"});
    EXPECT_EQ(std::string(error.what()),
              "createIndexes " + full_name +
                  ": documents with equal values stand in the way of the unique index email_1; no "
                  "index was created: change or erase all but one of them, then call "
                  "loom::prepare<Customer>() again");
  }
  EXPECT_EQ(index_names(), Names{"_id_"});
}

TEST_F(Schema, models_of_one_collection_each_count_their_own_indexes) {
  core::look_before_write(customer);
  core::look_before_write(visitor);
  core::look_before_write(nobody);
  EXPECT_EQ(texts(check(visitor)), Names{full_name + " has no index age_1 (plain)"});
  EXPECT_EQ(prepare(visitor).size(), 1u);
  EXPECT_TRUE(core::check(std::array{&customer, &visitor, &nobody}).empty());
}

TEST_F(Schema, prepare_of_models_of_one_collection_creates_it_once) {
  const std::array models{&nobody, &visitor, &customer};
  EXPECT_EQ(texts(core::check(models)).size(), 6u) << "the missing collection is told once";
  EXPECT_EQ(core::prepare(models).size(), 6u);
  EXPECT_TRUE(core::check(models).empty());
}

TEST_F(Schema, an_index_has_the_collation_of_its_collection) {
  const json german{{"locale", "de"}, {"strength", 2}};
  command({{"create", name}, {"collation", german}});
  create_index({{"age", 1}}, "simple", {{"collation", {{"locale", "simple"}}}});
  EXPECT_EQ(texts(prepare(visitor)), Names{"created the index age_1 (plain) of " + full_name});
  EXPECT_TRUE(check(visitor).empty());
}

TEST_F(Schema, a_unique_index_over_an_optional_member_holds_only_where_it_exists) {
  core::look_before_write(customer);
  insert({{{"email", "a"}}, {{"email", "b"}}, {{"email", "c"}, {"phone", "1"}}});
  const auto refused = insert(json::array({{{"email", "d"}, {"phone", "1"}}}));
  EXPECT_NE(refused.dump().find("phone_1 dup key"), std::string::npos) << refused;
  const auto plan =
      command({{"explain", {{"find", name}, {"filter", {{"phone", {{"$eq", "1"}}}}}}}});
  EXPECT_NE(plan.dump().find("IXSCAN"), std::string::npos) << "a filter by == uses it";
}

TEST_F(Schema, the_longest_ttl_that_compiles_is_one_that_the_server_takes) {
  static constexpr std::array<core::IndexField, 1> fields{{{"at", 1}}};
  static constexpr std::array<core::IndexInfo, 1> longest{
      core::IndexInfo{.fields = fields, .ttl = std::chrono::seconds(INT32_MAX)}};
  const ModelInfo eternal{"Eternal", "shop", name, {}, longest};
  core::look_before_write(eternal);
  EXPECT_EQ(indexes(name)[1]["expireAfterSeconds"], INT32_MAX);
}

TEST(SchemaOfAStandalone, works_as_that_of_a_replica_set) {
  const Mongod server(Mongod::Kind::standalone);
  connect(server.uri());
  const auto model = info_of<Customer>("Customer", "customers");
  core::look_before_write(model);
  EXPECT_TRUE(core::check(std::array{&model}).empty());
}

}  // namespace
}  // namespace loom::test::schema
