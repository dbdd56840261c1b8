// SPDX-License-Identifier: Apache-2.0
// One document is found and changed in one step: the first in an order, and by one caller only.

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "support/raw.hpp"

namespace loom::test {
namespace {

enum class State { waiting, running, done };

struct Job : PersistableModel<Job> {
  static constexpr auto persist_db = declare_persist_db("work", "jobs");
  Id<Job, int> number;
  State state = State::waiting;
  int priority = 0;
  std::optional<int> worker;
  TimeUpdated changed_at;
};
struct User : PersistableModel<User> {
  static constexpr auto persist_db = declare_persist_db("work", "users");
  Id<User> id;
  StrLower email;
  std::string name;
  static constexpr auto indexes = loom::indexes(loom::unique(fld<&User::email>));
};

const auto waiting = fld<&Job::state> == State::waiting;

class FindAnd : public InSandbox {
 protected:
  static void enqueue(int many) {
    std::vector<Job> jobs;
    for (int i = 0; i < many; ++i) jobs.push_back({.number = i, .priority = i % 3});
    Job::persist_many(jobs);
  }
};

TEST_F(FindAnd, update_gives_the_new_state_of_the_first_in_the_order) {
  enqueue(6);
  const auto job = Job::filter(waiting).find_one_and_update(
      fld<& Job::state> = State::running, fld<& Job::worker> = 7, fld<&Job::priority>.desc(),
      fld<&Job::number>.desc());
  ASSERT_TRUE(job);
  EXPECT_EQ(job->number.key(), 5);
  EXPECT_EQ(job->state, State::running);
  EXPECT_EQ(job->worker, 7);
  EXPECT_EQ(Job::filter(waiting).count(), 5);
}

TEST_F(FindAnd, update_gives_an_object_that_can_be_saved) {
  enqueue(1);
  auto job = Job::filter(waiting).find_one_and_update(fld<& Job::state> = State::running);
  job->state = State::done;
  job->persist();
  EXPECT_EQ(Job::get(0).state, State::done);
}

TEST_F(FindAnd, update_of_nothing_is_nothing) {
  EXPECT_FALSE(Job::filter(waiting).find_one_and_update(fld<& Job::state> = State::running));
  EXPECT_FALSE(Job::filter(waiting).find_one_and_erase());
}

TEST_F(FindAnd, erase_gives_the_last_state_of_the_first_in_the_order) {
  enqueue(6);
  const auto job = Job::filter(waiting).find_one_and_erase(fld<&Job::number>.desc());
  ASSERT_TRUE(job);
  EXPECT_EQ(job->number.key(), 5);
  EXPECT_EQ(Job::all().count(), 5);
}

TEST_F(FindAnd, update_hands_each_job_to_one_worker) {
  constexpr int jobs = 60;
  enqueue(jobs);
  std::vector<std::vector<int>> taken(4);
  {
    std::vector<std::jthread> workers;
    for (auto& mine : taken)
      workers.emplace_back([&mine] {
        while (const auto job = Job::filter(waiting).find_one_and_update(
                   fld<& Job::state> = State::running, fld<&Job::number>.asc()))
          mine.push_back(job->number.key());
      });
  }
  std::multiset<int> all;
  for (const auto& mine : taken) {
    EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  EXPECT_EQ(all.size(), jobs);
  EXPECT_EQ(std::set<int>(all.begin(), all.end()).size(), jobs);
}

TEST_F(FindAnd, insert_finds_what_is_there_and_inserts_what_is_not) {
  const auto wanted = fld<&User::email> == "Ada@Example.org";
  const auto first = User::find_or_insert(wanted, {.email = "Ada@Example.org", .name = "Ada"});
  const auto second = User::find_or_insert(wanted, {.email = "Ada@Example.org", .name = "Eve"});
  EXPECT_EQ(second.id, first.id);
  EXPECT_EQ(second.name, "Ada");
}

TEST_F(FindAnd, insert_of_many_at_once_inserts_one) {
  User{.email = "someone", .name = "else"}.persist();
  std::vector<Id<User>> ids(4);
  {
    std::vector<std::jthread> programs;
    for (auto& id : ids)
      programs.emplace_back([&id] {
        id = User::find_or_insert(fld<&User::email> == "ada", {.email = "ada", .name = "Ada"}).id;
      });
  }
  EXPECT_EQ(std::set<std::string>({ids[0].str(), ids[1].str(), ids[2].str(), ids[3].str()}).size(),
            1);
  EXPECT_EQ(User::all().count(), 2);
}

TEST_F(FindAnd, insert_tells_a_document_that_is_in_the_way) {
  User{.email = "ada", .name = "Ada"}.persist();
  EXPECT_THROW(User::find_or_insert(fld<&User::name> == "Eve", {.email = "ada", .name = "Eve"}),
               DuplicateKeyError);
}

}  // namespace
}  // namespace loom::test
