// SPDX-License-Identifier: Apache-2.0
// What an object lets one do once a write of it is in doubt, be it applied or not.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "faults/person.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

/// A key that the program chooses, so that others may have chosen it, too.
struct Country : PersistableModel<Country> {
  static constexpr auto persist_db = declare_persist_db("faults", "countries");
  Id<Country, std::string> code;
  std::string name;
};

// The parameter says whether the write that is in doubt was applied.
class Doubt : public ::testing::TestWithParam<bool> {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<Mongod>(); }
  static void TearDownTestSuite() { server_.reset(); }
  void SetUp() override { connect(server_->uri()); }
  void TearDown() override { server_->heal("failCommand"); }

  static bool applied() { return GetParam(); }

  /// Lets the next such command end in doubt.
  static void lose(const std::string& command) {
    server_->fail("failCommand", R"({"times": 1})",
                  R"({"failCommands": [")" + command + R"("], )" +
                      (applied() ? R"("writeConcernError": {"code": 64, "errmsg": "late"}})"
                                 : R"("errorCode": 50})"));
  }

  /// An object whose insert is in doubt.
  template <class Model>
  static void expect_doubt_of_insert(Model& object) {
    lose("insert");
    EXPECT_THROW(object.persist(), InDoubtError);
  }

  /// Waits until a majority has what was applied: other reads than reload() see nothing else.
  static void settle() { somebody_stored(); }

  static std::int64_t times_stored(const Person& person) {
    return Person::filter(fld<&Person::name> == person.name).count();
  }

 private:
  static inline std::unique_ptr<Mongod> server_;
};

INSTANTIATE_TEST_SUITE_P(OfAWrite, Doubt, ::testing::Bool(), [](const auto& test) {
  return test.param ? std::string("that_was_applied") : "that_was_not_applied";
});

TEST_P(Doubt, about_a_change_refuses_every_write_until_reload) {
  auto person = somebody_stored();
  person.age = 37;
  lose("update");
  EXPECT_THROW(person.persist(), InDoubtError);
  EXPECT_THROW(person.persist(), InDoubtError);
  person.age = 36;  // as it was loaded
  EXPECT_THROW(person.persist(), InDoubtError);
  EXPECT_THROW(person.persist(unsafely::overwrite), InDoubtError);
  EXPECT_THROW(person.erase(), InDoubtError);
  EXPECT_THROW(Person::persist_many({&person, 1}), BulkError);
  person.reload();
  EXPECT_EQ(person.age, applied() ? 37 : 36);
  person.age = 38;
  person.persist();
  EXPECT_EQ(Person::get(person.id).age, 38);
}

TEST_P(Doubt, about_a_counter_is_cleared_by_reload) {
  const auto person = somebody_stored();
  auto visitor = Visitor::get(Id<Visitor>(person.id.key()));
  ++visitor.visits;
  lose("findAndModify");
  EXPECT_THROW(visitor.persist(), InDoubtError);
  EXPECT_THROW(visitor.persist(), InDoubtError);
  visitor.reload();
  EXPECT_EQ(visitor.visits, applied() ? 1 : 0);
  ++visitor.visits;
  visitor.persist();
  EXPECT_EQ(Person::get(person.id).visits, applied() ? 2 : 1);
}

TEST_P(Doubt, about_modify_reaches_the_caller_and_is_not_tried_again) {
  const auto id = somebody_stored().id;
  int calls = 0;
  lose("update");
  EXPECT_THROW(Person::modify(id,
                              [&](Person& person) {
                                ++calls;
                                person.tags.push_back("new");
                              }),
               InDoubtError);
  EXPECT_EQ(calls, 1);
  settle();
  EXPECT_EQ(Person::get(id).tags.size(), applied() ? 1u : 0u);
}

TEST_P(Doubt, about_an_insert_is_cleared_by_another_persist_that_meets_itself) {
  auto person = somebody();
  expect_doubt_of_insert(person);
  person.persist();
  EXPECT_EQ(times_stored(person), 1);
  person.age = 37;
  person.persist();
  EXPECT_EQ(Person::get(person.id).age, 37);
}

TEST_P(Doubt, about_an_insert_whose_id_loom_makes_keeps_that_id) {
  Person person{.name = "Ben " + somebody().name};
  expect_doubt_of_insert(person);
  ASSERT_TRUE(person.id.is_set());
  const auto id = person.id;
  person.persist();
  EXPECT_EQ(person.id, id);
  EXPECT_EQ(times_stored(person), 1);
}

TEST_P(Doubt, about_an_insert_may_come_twice) {
  auto person = somebody();
  expect_doubt_of_insert(person);
  expect_doubt_of_insert(person);
  person.persist();
  EXPECT_EQ(times_stored(person), 1);
}

TEST_P(Doubt, about_an_insert_loses_no_change_that_was_made_meanwhile) {
  auto person = somebody();
  expect_doubt_of_insert(person);
  person.age = 40;
  person.tags = {"late"};
  person.persist();
  EXPECT_EQ(times_stored(person), 1);
  const auto stored = Person::get(person.id);
  EXPECT_EQ(stored.age, 40);
  EXPECT_EQ(stored.tags, std::vector<std::string>{"late"});
}

TEST_P(Doubt, about_an_insert_is_cleared_by_reload_where_it_was_applied) {
  auto person = somebody();
  expect_doubt_of_insert(person);
  if (applied())
    person.reload();
  else
    EXPECT_THROW(person.reload(), NotFoundError);
  person.age = 37;
  person.persist();
  EXPECT_EQ(times_stored(person), 1);
  EXPECT_EQ(Person::get(person.id).age, 37);
}

TEST_P(Doubt, about_an_insert_refuses_erase_until_it_is_known) {
  auto person = somebody();
  expect_doubt_of_insert(person);
  EXPECT_THROW(person.erase(), InDoubtError);
  person.persist();
  person.erase();
  EXPECT_EQ(times_stored(person), 0);
}

TEST_P(Doubt, about_an_insert_does_not_take_what_others_wrote_for_its_own) {
  auto person = somebody();
  expect_doubt_of_insert(person);
  settle();
  if (applied()) {
    Person::modify(person.id, [](Person& other) { other.age = 50; });
    person.persist();  // what it inserted is there: nothing to do
    EXPECT_EQ(Person::get(person.id).age, 50);
    person.age = 60;
    EXPECT_THROW(person.persist(), ConflictError);
  } else {
    auto rival = somebody();
    rival.name = person.name;
    rival.persist();
    EXPECT_THROW(person.persist(), DuplicateKeyError);
    EXPECT_FALSE(Person::load(person.id));
  }
}

TEST_P(Doubt, about_an_insert_under_a_chosen_key_meets_itself_and_nobody_else) {
  Country country{.code = applied() ? "fr" : "de", .name = "one"};
  expect_doubt_of_insert(country);
  if (applied()) {
    country.persist();
    country.name = "two";
    country.persist();
    EXPECT_EQ(Country::get("fr").name, "two");
  } else {
    Country{.code = "de", .name = "another"}.persist();
    EXPECT_THROW(country.persist(), DuplicateKeyError);
    EXPECT_EQ(Country::get("de").name, "another");
  }
}

TEST_P(Doubt, about_an_erase_refuses_every_write_until_reload) {
  auto person = somebody_stored();
  lose("delete");
  EXPECT_THROW(person.erase(), InDoubtError);
  EXPECT_THROW(person.erase(), InDoubtError);
  EXPECT_THROW(person.persist(), InDoubtError);
  if (applied()) {
    EXPECT_THROW(person.reload(), NotFoundError);
    EXPECT_THROW(person.persist(), InDoubtError);
  } else {
    person.reload();
    person.erase();
  }
  EXPECT_EQ(times_stored(person), 0);
}

TEST_P(Doubt, about_many_inserts_is_cleared_by_another_persist_many) {
  std::vector<Person> people;
  for (int i = 0; i < 5; ++i) people.push_back(somebody());
  lose("insert");
  try {
    Person::persist_many(people);
    ADD_FAILURE() << "a bulk insert that is in doubt passed as done";
  } catch (const BulkError& error) {
    ASSERT_EQ(error.failures().size(), 5u);
    for (const auto& failure : error.failures())
      EXPECT_NE(dynamic_cast<const InDoubtError*>(failure.cause.get()), nullptr);
  }
  people[2].age = 99;
  Person::persist_many(people);
  for (const auto& person : people) EXPECT_EQ(times_stored(person), 1);
  EXPECT_EQ(Person::get(people[2].id).age, 99);
}

// Three commands: the doubt is about the first, and the others are not sent.
TEST_P(Doubt, about_a_part_of_many_inserts_is_told_from_what_was_not_sent) {
  std::vector<Person> people;
  for (int i = 0; i < 3; ++i) {
    people.push_back(somebody());
    people.back().tags = {std::string(9'000'000, 'x')};
  }
  lose("insert");
  try {
    Person::persist_many(people);
    ADD_FAILURE() << "a bulk insert that is in doubt passed as done";
  } catch (const BulkError& error) {
    ASSERT_EQ(error.failures().size(), 3u);
    EXPECT_NE(dynamic_cast<const InDoubtError*>(error.failures()[0].cause.get()), nullptr);
    EXPECT_NE(dynamic_cast<const ConnectionError*>(error.failures()[1].cause.get()), nullptr);
    EXPECT_NE(dynamic_cast<const ConnectionError*>(error.failures()[2].cause.get()), nullptr);
  }
  EXPECT_EQ(times_stored(people[1]), 0);
  Person::persist_many(people);
  for (const auto& person : people) EXPECT_EQ(times_stored(person), 1);
}

}  // namespace
}  // namespace loom::test
