// SPDX-License-Identifier: Apache-2.0
// Objects one by one, and how many are held at once.

#include <gtest/gtest.h>

#include <chrono>
#include <ranges>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "loom/loom.hpp"
#include "support/open_cursors.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Tick : PersistableModel<Tick> {
  static constexpr auto persist_db = declare_persist_db("market", "ticks");
  Id<Tick, int> number;
  std::optional<std::string> text;
};

static_assert(std::ranges::input_range<Stream<Tick>>);

class Streams : public InSandbox {
 protected:
  static void fill(int many) {
    std::vector<Tick> ticks;
    for (int i = 0; i < many; ++i) ticks.push_back({.number = i});
    Tick::persist_many(ticks);
  }
  static bool will_be_open(std::int64_t many) {
    // Between the batches that are read ahead a cursor is for a moment neither idle nor at work.
    for (int i = 0; i < 100; ++i, std::this_thread::sleep_for(20ms))
      if (open_cursors<Tick>() == many) return true;
    return false;
  }
};

TEST_F(Streams, give_every_object_once) {
  constexpr int many = 9'000;  // several batches
  fill(many);
  std::set<int> seen;
  for (const auto& tick : Tick::all().stream()) EXPECT_TRUE(seen.insert(tick.number.key()).second);
  EXPECT_EQ(seen.size(), many);
  EXPECT_EQ(open_cursors<Tick>(), 0);
}

TEST_F(Streams, give_nothing_where_nothing_is) {
  for (const auto& tick : Tick::all().stream()) FAIL() << tick.number.key();
}

TEST_F(Streams, keep_order_skip_and_limit) {
  fill(100);
  std::vector<int> seen;
  for (const auto& tick : Tick::filter(fld<&Tick::number> < 50)
                              .sort(fld<&Tick::number>.desc())
                              .skip(2)
                              .limit(3)
                              .stream())
    seen.push_back(tick.number.key());
  EXPECT_EQ(seen, (std::vector<int>{47, 46, 45}));
}

TEST_F(Streams, that_end_early_leave_no_cursor) {
  fill(20'000);
  {
    auto stream = Tick::all().stream();
    auto it = stream.begin();
    EXPECT_TRUE((it++, it->number.is_set()));
    EXPECT_TRUE(will_be_open(1));
  }
  EXPECT_TRUE(will_be_open(0));
}

TEST_F(Streams, give_objects_that_can_be_changed_and_saved) {
  fill(3);
  for (auto& tick : Tick::all().stream()) {
    tick.text = "seen";
    tick.persist();
  }
  EXPECT_EQ(raw<Tick>().count(R"({"text": "seen"})"), 3);
}

TEST_F(Streams, go_on_after_a_document_that_does_not_fit) {
  fill(3);
  raw<Tick>().update(R"({"_id": 1})", R"({"$set": {"text": 5}})");
  auto stream = Tick::all().sort(fld<&Tick::number>.asc()).stream();
  auto it = stream.begin();
  EXPECT_EQ(it->number.key(), 0);
  EXPECT_THROW(++it, DecodeError);
  ++it;
  EXPECT_EQ(it->number.key(), 2);
  ++it;
  EXPECT_EQ(it, std::default_sentinel);
}

TEST_F(Streams, hold_what_load_many_refuses_to_hold) {
  constexpr int most = 100'000;
  fill(most);
  EXPECT_EQ(Tick::all().load_many().size(), most);
  Tick{.number = most}.persist();
  const std::string text = thrown<Error>([] { static_cast<void>(Tick::all().load_many()); }).what();
  for (const char* part : {"100,000 Tick", ".limit(n)", ".stream()", ".unbounded("})
    EXPECT_NE(text.find(part), text.npos) << part << " in: " << text;
  EXPECT_THROW(static_cast<void>(Tick::all().sort(fld<&Tick::number>.asc()).load_many()), Error);
  EXPECT_EQ(Tick::all().limit(most + 1).load_many().size(), most + 1);
  EXPECT_EQ(Tick::all().unbounded(unsafely::unbounded).load_many().size(), most + 1);
  std::size_t streamed = 0;
  for ([[maybe_unused]] const auto& tick : Tick::all().stream()) ++streamed;
  EXPECT_EQ(streamed, most + 1);
}

}  // namespace
}  // namespace loom::test
