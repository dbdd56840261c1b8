// SPDX-License-Identifier: Apache-2.0
// modify() applies a change to what is stored now, however many others do the same.

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Basket : PersistableModel<Basket> {
  static constexpr auto persist_db = declare_persist_db("shop", "baskets");
  Id<Basket> id;
  std::vector<int> items;
  int sum = 0;
};

class Modify : public InSandbox {
 protected:
  static Id<Basket> saved() {
    Basket basket;
    basket.persist();
    return basket.id;
  }
  // Another writer of the same member.
  static void interfere(const Id<Basket>& id) {
    raw<Basket>().update(by(id), R"({"$inc": {"sum": 100}})");
  }
};

TEST_F(Modify, gives_what_it_has_saved) {
  const auto id = saved();
  const auto basket = Basket::modify(id, [](Basket& b) { b.items.push_back(1); });
  EXPECT_EQ(basket.items, std::vector<int>{1});
  EXPECT_EQ(Basket::get(id).items, std::vector<int>{1});
}

TEST_F(Modify, begins_again_where_another_writer_was_faster) {
  const auto id = saved();
  int tries = 0;
  Basket::modify(id, [&](Basket& b) {
    if (++tries < 4) interfere(id);
    b.sum += 1;
  });
  EXPECT_EQ(tries, 4);
  EXPECT_EQ(Basket::get(id).sum, 301);
}

TEST_F(Modify, of_many_threads_loses_nothing) {
  constexpr int threads = 8, times = 10;
  const auto id = saved();
  std::vector<std::thread> writers;
  for (int t = 0; t < threads; ++t)
    writers.emplace_back([&id, t] {
      for (int i = 0; i < times; ++i)
        Basket::modify(id, [&](Basket& b) {
          b.items.push_back(t);
          b.sum += 1;
        });
    });
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(Basket::get(id).items.size(), threads * times);
  EXPECT_EQ(Basket::get(id).sum, threads * times);
}

TEST_F(Modify, of_what_is_not_there_throws_and_calls_nobody) {
  EXPECT_THROW(Basket::modify(Id<Basket>::generate(), [](Basket&) { FAIL(); }), NotFoundError);
}

TEST_F(Modify, of_what_is_deleted_meanwhile_is_tried_once) {
  const auto id = saved();
  int tries = 0;
  const auto conflict = thrown<ConflictError>([&] {
    Basket::modify(id, [&](Basket& b) {
      ++tries;
      b.sum = 1;
      raw<Basket>().erase(by(id));
    });
  });
  EXPECT_TRUE(conflict.deleted());
  EXPECT_EQ(tries, 1);
  EXPECT_EQ(raw<Basket>().count(), 0);
}

TEST_F(Modify, ends_after_a_hundred_tries) {
  const auto id = saved();
  int tries = 0;
  EXPECT_THROW(Basket::modify(id,
                              [&](Basket& b) {
                                ++tries;
                                interfere(id);
                                b.sum += 1;
                              }),
               ConflictError);
  EXPECT_EQ(tries, 100);
}

TEST_F(Modify, ends_at_the_deadline) {
  const auto id = saved();
  int tries = 0;
  const auto try_for_a_while = [&] {
    with_deadline(200ms, [&] {
      Basket::modify(id, [&](Basket& b) {
        ++tries;
        interfere(id);
        b.sum += 1;
      });
    });
  };
  try {
    try_for_a_while();
    FAIL();
  } catch (const TimeoutError&) {  // between two writes
  } catch (const InDoubtError&) {  // within one
  }
  EXPECT_LT(tries, 100);
}

TEST_F(Modify, passes_on_what_the_change_throws_and_writes_nothing) {
  const auto id = saved();
  EXPECT_THROW(Basket::modify(id,
                              [](Basket& b) {
                                b.sum = 1;
                                throw std::runtime_error("changed my mind");
                              }),
               std::runtime_error);
  EXPECT_EQ(Basket::get(id).sum, 0);
}

TEST_F(Modify, takes_the_id_of_an_object_that_is_behind) {
  Basket behind;
  behind.persist();
  interfere(behind.id);
  EXPECT_EQ(Basket::modify(behind.id, [](Basket& b) { b.sum += 1; }).sum, 101);
}

}  // namespace
}  // namespace loom::test
