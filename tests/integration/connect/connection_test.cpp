// SPDX-License-Identifier: Apache-2.0
// How a program finds its server, and what it is told where it does not.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <thread>

#include "connect/connection.hpp"
#include "loom/connect/connect.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"
#include "support/child.hpp"
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

Deployment deployment() {
  return core::current_connection(core::operation_deadline())->deployment();
}

TEST(Connection, learns_what_it_leads_to) {
  const Mongod replica_set, standalone(Mongod::Kind::standalone);
  connect(replica_set.uri());
  EXPECT_EQ(deployment(), Deployment::replica_set);
  connect(standalone.uri());
  EXPECT_EQ(deployment(), Deployment::standalone);
  EXPECT_TRUE(core::current_connection(core::operation_deadline())->local());
}

TEST(Connection, to_a_member_of_a_replica_set_alone_is_one_to_a_replica_set) {
  const Mongod server;
  auto uri = server.uri();
  connect(uri.replace(uri.find("replicaSet=r"), 12, "directConnection=true"));
  EXPECT_EQ(deployment(), Deployment::replica_set);
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

TEST(Connection, of_a_parent_is_not_for_its_child_which_makes_its_own) {
  const Mongod server;
  connect(server.uri());
  ping();
  const auto child = fork();
  if (child == 0) {
    try {
      ping();
      _exit(1);
    } catch (const Error& error) {
      if (!says(error.what(), "fork()")) _exit(2);
    }
    connect(server.uri());  // its own, beside that of the parent
    ping();
    _exit(0);
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

  /// Ends with 0 where the first use is refused with these words.
  [[noreturn]] static void expect_refused(const Environment& environment, std::string_view part) {
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    try {
      ping();
    } catch (const ConnectionError& error) {
      std::cerr << error.what();
      std::exit(says(error.what(), part) ? 0 : 2);
    }
    std::exit(1);
  }

  /// The name that the current connection goes by at its server.
  static std::string hosts() {
    return core::current_connection(core::operation_deadline())->hosts();
  }

  [[noreturn]] static void prefer_the_remote_uri() {
    bool right = true;
    {
      const Mongod remote, local;
      setenv("MONGODB_URI", remote.uri().c_str(), 1);
      setenv("MONGODB_LOCAL_URI", local.uri().c_str(), 1);
      {
        const core::OnlyLocal sandboxed(core::operation_deadline());  // also where it comes first
        right = right && hosts() == local.host();
      }
      right = right && hosts() == remote.host();
      connect(remote.uri());
      const core::OnlyLocal sandboxed(core::operation_deadline());
      right = right && hosts() == local.host();
    }
    std::exit(right ? 0 : 1);
  }

  [[noreturn]] static void keep_a_sandbox_from_the_remote_uri() {
    bool right = true;
    {
      const Mongod remote, local;
      setenv("MONGODB_URI", remote.uri().c_str(), 1);
      setenv("MONGODB_LOCAL_URI", local.uri().c_str(), 1);
      ping();
      right = right && hosts() == remote.host();
      {
        const core::OnlyLocal sandboxed(core::operation_deadline());
        right = right && hosts() == local.host();
      }
      right = right && hosts() == remote.host();
    }
    std::exit(right ? 0 : 1);
  }
};

TEST_F(FirstUse, connects_to_the_local_uri_of_the_environment) {
  EXPECT_EXIT(use_servers_own_uri(), ::testing::ExitedWithCode(0), "");
}

TEST_F(FirstUse, connects_to_the_remote_uri_and_in_a_sandbox_to_the_local_one) {
  EXPECT_EXIT(keep_a_sandbox_from_the_remote_uri(), ::testing::ExitedWithCode(0), "");
}

TEST_F(FirstUse, in_a_sandbox_is_local_and_after_it_what_the_environment_names) {
  EXPECT_EXIT(prefer_the_remote_uri(), ::testing::ExitedWithCode(0), "");
}

TEST_F(FirstUse, refuses_what_the_environment_should_not_say) {
  const auto refused = [](const Environment& environment, std::string_view part) {
    EXPECT_EXIT(expect_refused(environment, part), ::testing::ExitedWithCode(0), "");
  };
  const std::string elsewhere = "mongodb://db.example.org/";
  refused({{"MONGODB_LOCAL_URI", elsewhere}}, "MONGODB_LOCAL_URI names another machine");
  refused({{"MONGODB_URI", elsewhere}}, "tls=true");
  refused({{"MONGODB_URI", "mongodb://ada:hunter2@127.0.0.1/"}}, "MONGODB_SECRET");
  refused({{"MONGODB_URI", "mongodb://ada:%s@127.0.0.1/"}}, "MONGODB_SECRET");
  refused({{"MONGODB_SECRET", "db"}}, "MONGODB_URI");
  refused({{"MONGODB_LOCAL_SECRET", "db"}}, "MONGODB_LOCAL_URI");
}

}  // namespace
}  // namespace loom::test
