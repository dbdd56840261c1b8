// SPDX-License-Identifier: Apache-2.0
// A Sandbox keeps a program on temporary databases of the local server, and leaves nothing behind.

#include "loom/testing/sandbox.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "connect/local_server.hpp"
#include "loom/bson/reader.hpp"
#include "loom/bson/writer.hpp"
#include "loom/connect/connect.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"
#include "support/server_home.hpp"

namespace loom::test {
namespace {

using loom::testing::Sandbox;

void insert_into(const std::string& database) {
  bson::Writer body;
  const auto start = body.begin();
  body.string("insert", "orders");
  const auto documents = body.begin_array("documents");
  body.end(body.begin_document("0"));
  body.end(documents);
  body.end(start);
  core::run({.database = database,
             .body = body.bytes(),
             .effect = core::Effect::write,
             .operation = "insert"});
}

/// The databases of the server, by their own names.
std::set<std::string> databases() {
  bson::Writer body;
  const auto start = body.begin();
  body.int32("listDatabases", 1);
  body.end(start);
  const auto reply =
      core::run({.database = "admin", .body = body.bytes(), .operation = "listDatabases"});
  std::set<std::string> names;
  auto list = bson::inside_of(bson::find(bson::open(reply.bytes()), "databases"));
  while (const auto database = bson::next(list))
    names.emplace(bson::text_of(bson::find(database->inside(), "name")));
  return names;
}

bool any_begins_with(const std::string& prefix) {
  const auto names = databases();
  const auto found = names.lower_bound(prefix);
  return found != names.end() && found->starts_with(prefix);
}

// Another test of this process may have connected to a server of its own, which has ended since.
void leave_servers_of_other_tests() { connect(core::local_server_uri()); }

void end_without_a_server(std::unique_ptr<Sandbox> sandbox) {
  const char* set = std::getenv("LOOM_MONGOD");
  const std::string before = set ? set : "";
  setenv("LOOM_MONGOD", "/bin/false", 1);
  sandbox.reset();
  setenv("LOOM_MONGOD", before.c_str(), 1);  // an empty one is none
}

// The role of the processes that the tests start; an ordinary run skips it.
TEST(DISABLED_SandboxUser, saves_something) {
  auto sandbox = std::make_unique<Sandbox>();
  const std::string prefix = sandbox->prefix();
  insert_into("shop");
  play(prefix, [&](std::string_view word) -> std::string {
    if (word == "end without a server") {
      end_without_a_server(std::move(sandbox));
      return "ended";
    }
    if (word == "save") insert_into("shop");
    if (word == "begin") sandbox = std::make_unique<Sandbox>();
    return any_begins_with(prefix) ? "there" : "gone";
  });
}

TEST(Sandbox, gives_every_declared_database_another_name) {
  leave_servers_of_other_tests();
  std::string prefix;
  {
    const Sandbox sandbox;
    prefix = sandbox.prefix();
    EXPECT_FALSE(any_begins_with(prefix));
    insert_into("sandbox_test_shop");
    insert_into("sandbox_test_bank");
    const auto names = databases();
    EXPECT_TRUE(names.contains(prefix + "sandbox_test_shop"));
    EXPECT_TRUE(names.contains(prefix + "sandbox_test_bank"));
    EXPECT_FALSE(names.contains("sandbox_test_shop"));
    EXPECT_EQ(core::database_name("shop"), prefix + "shop");
  }
  EXPECT_FALSE(any_begins_with(prefix));
  EXPECT_EQ(core::database_name("shop"), "shop");
}

TEST(Sandbox, is_one_at_a_time) {
  leave_servers_of_other_tests();
  const auto before = core::epoch();
  {
    const Sandbox sandbox;
    EXPECT_THROW(Sandbox{}, Error);
    EXPECT_EQ(core::database_name("shop"), sandbox.prefix() + "shop");
  }
  const Sandbox next;
  EXPECT_GT(core::epoch(), before + 1);
}

TEST(Sandbox, drops_what_a_killed_program_left) {
  leave_servers_of_other_tests();
  Child user("DISABLED_SandboxUser.saves_something", {});
  const std::string prefix = user.answer();
  {
    const Sandbox sandbox;
    EXPECT_TRUE(any_begins_with(prefix)) << "it still lives";
  }
  EXPECT_EQ(user.ask("look"), "there");
  user.end_by(SIGKILL);
  const Sandbox sandbox;
  EXPECT_FALSE(any_begins_with(prefix));
}

TEST(Sandbox, goes_on_after_its_server_was_killed) {
  leave_servers_of_other_tests();
  const ServerHome home;
  Child user("DISABLED_SandboxUser.saves_something", home.environment());
  user.answer();
  const pid_t server = process_behind(home.server() / "mongodb-27017.sock");
  kill(server, SIGKILL);
  await_end_of(server);
  EXPECT_EQ(user.ask("save"), "there");
}

TEST(Sandbox, ends_without_its_server_and_is_cleaned_up_by_the_next) {
  leave_servers_of_other_tests();
  const ServerHome home;
  Child user("DISABLED_SandboxUser.saves_something", home.environment());
  user.answer();
  EXPECT_EQ(user.ask("look"), "there");
  const pid_t server = process_behind(home.server() / "mongodb-27017.sock");
  kill(server, SIGKILL);
  await_end_of(server);
  EXPECT_EQ(user.ask("end without a server"), "ended");
  EXPECT_EQ(user.ask("begin"), "gone");
}

TEST(Sandbox, never_touches_the_server_that_the_program_named) {
  const ServerHome home;
  ServerUser other(home.environment());
  const std::string named = other.answer();
  connect(named);
  {
    const Sandbox sandbox;
    insert_into("shop");
    EXPECT_TRUE(any_begins_with(sandbox.prefix()));
    EXPECT_THROW(connect(named), Error);
  }
  insert_into("here");
  EXPECT_TRUE(databases().contains("here")) << "the connection is what it was";
  EXPECT_FALSE(any_begins_with("loom_sandbox_"));
  connect(core::local_server_uri());
  EXPECT_FALSE(databases().contains("here"));
}

}  // namespace
}  // namespace loom::test
