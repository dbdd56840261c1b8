// SPDX-License-Identifier: Apache-2.0
// How a program finds its server, and what it is told where it does not.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "connect/connection.hpp"
#include "loom/connect/connect.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"
#include "support/json.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

void ping() {
  const Bson body(R"({"ping": 1})");
  core::run({.database = "admin", .body = body.bytes(), .operation = "ping"});
}

/// What an attempt to connect says; empty where it succeeds.
std::string refusal_of(const std::string& uri, std::chrono::milliseconds limit = 5s) {
  try {
    with_deadline(limit, [&] { connect(uri); });
    return {};
  } catch (const ConnectionError& error) {
    return error.what();
  }
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != text.npos; }

core::Deployment deployment() {
  return core::current_connection(core::operation_deadline())->deployment();
}

TEST(Connection, learns_what_it_leads_to) {
  const Mongod replica_set, standalone(Mongod::Kind::standalone);
  connect(replica_set.uri());
  EXPECT_EQ(deployment(), core::Deployment::replica_set);
  connect(standalone.uri());
  EXPECT_EQ(deployment(), core::Deployment::standalone);
  EXPECT_TRUE(core::current_connection(core::operation_deadline())->local());
}

TEST(Connection, to_a_member_of_a_replica_set_alone_is_one_to_a_replica_set) {
  const Mongod server;
  auto uri = server.uri();
  connect(uri.replace(uri.find("replicaSet=r"), 12, "directConnection=true"));
  EXPECT_EQ(deployment(), core::Deployment::replica_set);
}

TEST(Connection, that_is_replaced_begins_a_new_epoch_and_lets_running_operations_end) {
  const Mongod server;
  connect(server.uri());
  server.command("shop", R"({"insert": "c", "documents": [{"_id": 1}, {"_id": 2}]})");
  const Bson body(R"({"find": "c", "batchSize": 1})");
  core::Cursor cursor({.database = "shop", .body = body.bytes(), .operation = "find"}, 1);
  const auto before = core::epoch();
  connect(server.uri("appName=second"));
  EXPECT_NE(core::epoch(), before);
  EXPECT_FALSE(cursor.next_batch().empty());
  EXPECT_FALSE(cursor.next_batch().empty());
  EXPECT_TRUE(cursor.next_batch().empty());
}

TEST(Connection, that_fails_leaves_the_one_before) {
  const Mongod server;
  connect(server.uri());
  EXPECT_NE(refusal_of("mongodb://127.0.0.1:1/", 1s), "");
  ping();
}

TEST(Connection, to_a_server_that_is_not_there_says_what_was_tried) {
  const auto text = refusal_of("mongodb://127.0.0.1:1/?directConnection=true", 1s);
  EXPECT_TRUE(says(text, "127.0.0.1:1")) << text;
  EXPECT_TRUE(says(text, "start it")) << text;
  const auto socket = refusal_of("mongodb://%2Ftmp%2Fno-such-mongod.sock/", 1s);
  EXPECT_TRUE(says(socket, "/tmp/no-such-mongod.sock")) << socket;
}

TEST(Connection, with_a_wrong_login_says_so_and_no_password) {
  const Mongod server(Mongod::Kind::standalone, {"--auth"});
  server.command("admin", R"({"createUser": "ada", "pwd": "right", "roles": ["root"]})");
  const auto with_login = [&](const std::string& login) {
    auto uri = server.uri();
    return uri.insert(uri.find("//") + 2, login + "@");
  };
  EXPECT_EQ(refusal_of(with_login("ada:right")), "");
  ping();
  const auto text = refusal_of(with_login("ada:hunter2"));
  EXPECT_TRUE(says(text, "Authentication failed")) << text;
  EXPECT_FALSE(says(text, "hunter2")) << text;

  connect(server.uri());
  const Bson body(R"({"find": "c"})");
  try {
    core::run({.database = "shop", .body = body.bytes(), .operation = "find shop.c"});
    FAIL() << "a command without a login passed";
  } catch (const ServerError& error) {
    EXPECT_EQ(error.code(), 13);
  }
}

TEST(Connection, of_a_parent_is_not_for_its_child) {
  const Mongod server;
  connect(server.uri());
  ping();
  const auto child = fork();
  if (child == 0) {
    try {
      ping();
      _exit(1);
    } catch (const Error& error) {
      _exit(says(error.what(), "fork()") ? 0 : 2);
    }
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  ping();
}

// The first use of a process can be tried only once in each: these run in processes of their own.
class FirstUse : public ::testing::Test {
 protected:
  FirstUse() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  [[noreturn]] static void use_servers_own_uri() {
    {
      const Mongod server;
      setenv("MONGODB_LOCAL_URI", server.uri().c_str(), 1);
      std::vector<std::jthread> users;
      for (int i = 0; i < 8; ++i) users.emplace_back(ping);
    }
    std::exit(0);
  }

  [[noreturn]] static void use_uri_of_another_machine() {
    setenv("MONGODB_LOCAL_URI", "mongodb://db.example.org/?tls=true", 1);
    try {
      ping();
    } catch (const ConnectionError& error) {
      std::exit(says(error.what(), "MONGODB_LOCAL_URI") ? 0 : 2);
    }
    std::exit(1);
  }
};

TEST_F(FirstUse, connects_to_the_local_uri_of_the_environment) {
  EXPECT_EXIT(use_servers_own_uri(), ::testing::ExitedWithCode(0), "");
}

TEST_F(FirstUse, refuses_a_local_uri_of_another_machine) {
  EXPECT_EXIT(use_uri_of_another_machine(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace loom::test
