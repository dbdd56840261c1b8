// SPDX-License-Identifier: Apache-2.0
// First writes of many threads, processes and programs at once.

#include <barrier>
#include <cstdlib>
#include <thread>

#include "integration/core/schema_fixture.hpp"
#include "support/child.hpp"

namespace loom::test::schema {
namespace {

using namespace std::chrono_literals;
using SchemaRace = Schema;

TEST_F(SchemaRace, a_first_write_that_another_program_outruns_sees_what_that_one_made) {
  connect(server().uri("appName=outrun"));
  server().fail(
      "failCommand", R"("alwaysOn")",
      R"({"failCommands": ["createIndexes"], "appName": "outrun", "closeConnection": true})");
  const auto before = looks();
  std::string text;
  {
    const std::jthread writer([&] { text = refusal(); });
    while (looks() == before) std::this_thread::sleep_for(1ms);
    create_index({{"email", 1}}, "email_1");
    server().heal("failCommand");
  }
  EXPECT_TRUE(text.starts_with("the index email_1 of " + full_name + " is plain")) << text;
  EXPECT_EQ(index_names(), (Names{"_id_", "email_1"}));
}

constexpr int collections = 12;

/// Makes the first writes to a row of collections.
void create_all(const std::string& prefix) {
  for (int i = 0; i < collections; ++i) {
    const auto name = prefix + std::to_string(i);
    core::look_before_write(info_of<Customer>("Customer", name));
  }
}

TEST_F(SchemaRace, threads_may_create_a_collection_at_once) {
  constexpr int threads = 8;
  std::barrier start(threads);
  std::vector<std::string> failures(threads);
  {
    std::vector<std::jthread> running;
    for (auto& failure : failures)
      running.emplace_back([&] {
        start.arrive_and_wait();
        try {
          create_all(name);
          core::look_before_write(customer);  // one model that all share
        } catch (const std::exception& error) {
          failure = error.what();
        }
      });
  }
  EXPECT_EQ(failures, std::vector<std::string>(threads));
  EXPECT_EQ(index_names(), customers_indexes);
  for (int i = 0; i < collections; ++i) EXPECT_EQ(indexes(name + std::to_string(i)).size(), 5u);
}

// The role of the processes that the next test starts; skipped by an ordinary run.
TEST(DISABLED_Creator, creates) {
  connect(std::getenv("LOOM_TEST_URI"));
  play("ready", [](std::string_view prefix) -> std::string {
    try {
      create_all(std::string(prefix));
      return "created";
    } catch (const std::exception& error) {
      return error.what();
    }
  });
}

TEST_F(SchemaRace, processes_may_create_a_collection_at_once) {
  const Environment environment{{"LOOM_TEST_URI", server().uri()}};
  std::array<std::unique_ptr<Child>, 4> creators;
  for (auto& creator : creators)
    creator = std::make_unique<Child>("DISABLED_Creator.creates", environment);
  for (auto& creator : creators) EXPECT_EQ(creator->answer(), "ready");
  std::vector<std::jthread> asking;
  for (auto& creator : creators)
    asking.emplace_back([&] { EXPECT_EQ(creator->ask(name), "created"); });
  asking.clear();
  for (int i = 0; i < collections; ++i) EXPECT_EQ(indexes(name + std::to_string(i)).size(), 5u);
}

}  // namespace
}  // namespace loom::test::schema
