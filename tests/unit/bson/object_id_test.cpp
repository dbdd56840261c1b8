// SPDX-License-Identifier: Apache-2.0
// Object ids: their text, their time, and that no two are equal.

#include "loom/bson/object_id.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mutex>
#include <set>
#include <thread>
#include <unordered_set>
#include <vector>

#include "loom/info/error.hpp"

namespace loom {
namespace {

constexpr auto text = "507f1f77bcf86cd799439011";

TEST(ObjectId, reads_its_own_text) {
  EXPECT_EQ(ObjectId::from_string(text).str(), text);
  EXPECT_EQ(ObjectId::from_string("507F1F77BCF86CD799439011").str(), text);
  for (int i = 0; i < 1000; ++i) {
    const auto id = ObjectId::generate();
    ASSERT_EQ(ObjectId::from_string(id.str()), id);
  }
}

TEST(ObjectId, refuses_other_texts) {
  for (const char* other :
       {"", "507f1f77bcf86cd79943901", "507f1f77bcf86cd7994390111", "507f1f77bcf86cd79943901g",
        "507f1f77 bcf86cd7994390", "{\"$oid\": 1}            "})
    EXPECT_THROW(ObjectId::from_string(other), ValidationError) << other;
  try {
    ObjectId::from_string("secret");
    FAIL();
  } catch (const ValidationError& error) {
    EXPECT_EQ(error.problems().at(0).rule, "object_id");
    EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
  }
}

TEST(ObjectId, tells_when_it_was_made) {
  EXPECT_EQ(ObjectId::from_string(text).time(), parse_time("2012-10-17T21:13:27Z"));
  EXPECT_EQ(ObjectId::from_string("ffffffff0000000000000000").time(),
            parse_time("2106-02-07T06:28:15Z"));
  const auto now = loom::now();
  const auto made = ObjectId::generate().time();
  EXPECT_GE(made, now - std::chrono::seconds(1));
  EXPECT_LE(made, now + std::chrono::seconds(60));
}

TEST(ObjectId, is_zero_by_default_and_never_when_generated) {
  EXPECT_TRUE(ObjectId{}.is_zero());
  EXPECT_EQ(ObjectId{}.str(), std::string(24, '0'));
  EXPECT_FALSE(ObjectId::generate().is_zero());
}

TEST(ObjectId, is_ordered_as_its_text) {
  EXPECT_LT(ObjectId::from_string("0fffffffffffffffffffffff"), ObjectId::from_string(text));
  const auto first = ObjectId::generate();
  EXPECT_LE(first.time(), ObjectId::generate().time());
}

TEST(ObjectId, differs_over_threads) {
  std::unordered_set<ObjectId> all;
  std::mutex mutex;
  std::vector<std::jthread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      std::vector<ObjectId> mine(5'000);
      for (auto& id : mine) id = ObjectId::generate();
      const std::scoped_lock lock(mutex);
      all.insert(mine.begin(), mine.end());
    });
  threads.clear();
  EXPECT_EQ(all.size(), 8u * 5'000u);
}

TEST(ObjectId, differs_between_a_process_and_its_children) {
  constexpr int children = 8;
  constexpr int each = 100;
  std::set<ObjectId> all{ObjectId::generate()};
  for (int child = 0; child < children; ++child) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t pid = fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      for (int i = 0; i < each; ++i) {
        const auto id = ObjectId::generate();
        if (write(ends[1], id.bytes().data(), id.bytes().size()) != 12) _exit(1);
      }
      _exit(0);
    }
    close(ends[1]);
    ObjectId::Octets bytes;
    while (read(ends[0], bytes.data(), bytes.size()) == 12) all.insert(ObjectId(bytes));
    close(ends[0]);
    ASSERT_EQ(waitpid(pid, nullptr, 0), pid);
    for (int i = 0; i < each; ++i) all.insert(ObjectId::generate());
  }
  EXPECT_EQ(all.size(), 1u + 2u * children * each);
}

}  // namespace
}  // namespace loom
