// SPDX-License-Identifier: Apache-2.0
// The server hangs: what has a deadline ends at it, and what has time goes on when it wakes up.

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "faults/history.hpp"
#include "faults/person.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

class Freeze : public ::testing::Test {
 protected:
  void SetUp() override {
    connect(server_.uri());
    person_ = somebody_stored();
  }
  void TearDown() override { server_.thaw(); }

  /// Calls `f`, which has two seconds, and expects that it does not take more than three.
  template <class F>
  static void in_time(F f) {
    const auto begin = std::chrono::steady_clock::now();
    with_deadline(2s, f);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 3s);
  }

  Mongod server_;
  Person person_;
};

TEST_F(Freeze, ends_a_read_at_its_deadline) {
  server_.freeze();
  in_time([&] { EXPECT_THROW(Person::get(person_.id), TimeoutError); });
}

TEST_F(Freeze, ends_a_write_at_its_deadline_in_doubt) {
  person_.age = 37;
  server_.freeze();
  in_time([&] { EXPECT_THROW(person_.persist(), InDoubtError); });
  server_.thaw();
  person_.reload();
  EXPECT_TRUE(person_.age == 36 || person_.age == 37);
}

// No connection can be made, so nothing is in doubt.
TEST_F(Freeze, ends_a_write_that_could_not_be_sent_as_one_that_failed) {
  connect(server_.uri());
  server_.freeze();
  in_time([&] { EXPECT_THROW(Person::get(person_.id), TimeoutError); });
  in_time([&] { EXPECT_TRUE(outcome_of([] { somebody().persist(); }) == Outcome::fail); });
}

TEST_F(Freeze, ends_a_stream_at_its_deadline) {
  std::vector<Person> people;
  for (int i = 0; i < 20'000; ++i) people.push_back(somebody());
  Person::persist_many(people);
  std::size_t seen = 0;
  const auto read_on = [&] {
    for (const Person& person : Person::all().stream()) {
      seen += person.id.is_set();
      if (seen == 1) server_.freeze();
    }
  };
  in_time([&] { EXPECT_THROW(read_on(), TimeoutError); });
  EXPECT_LT(seen, people.size());
}

TEST_F(Freeze, lets_operations_without_a_deadline_go_on_afterwards) {
  person_.age = 37;
  server_.freeze();
  std::jthread write([&] { EXPECT_NO_THROW(person_.persist()); });
  std::jthread insert([] { EXPECT_NO_THROW(somebody().persist()); });
  std::jthread read([id = person_.id] { EXPECT_NO_THROW(Person::get(id)); });
  std::this_thread::sleep_for(1500ms);
  server_.thaw();
  write.join();
  insert.join();
  read.join();
  EXPECT_EQ(Person::get(person_.id).age, 37);
  EXPECT_EQ(Person::all().count(), 2);
}

}  // namespace
}  // namespace loom::test
