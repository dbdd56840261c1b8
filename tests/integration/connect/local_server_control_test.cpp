// SPDX-License-Identifier: Apache-2.0
// The private local server from outside: who uses it is known, and it is kept and ended by word.

#include <gtest/gtest.h>
#include <sys/types.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <string_view>
#include <thread>

#include "loom/connect/local_server.hpp"
#include "loom/info/error.hpp"
#include "support/server_home.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

/// What there is to say of a server, in one line.
std::string in_words(const local_server::Status& status) {
  std::string text = !status.running ? "ended" : status.answers ? "answers" : "silent";
  if (status.kept) text += ", kept";
  for (const auto& user : status.users) text += ", used by " + std::to_string(user.process);
  return text;
}

// The role of a program that is no user of the server itself, unless it starts it.
TEST(DISABLED_ServerKeeper, does_as_it_is_told) {
  play(std::to_string(getpid()), [](std::string_view word) -> std::string {
    try {
      if (word == "start") local_server::start();
      if (word == "stop") return local_server::stop() ? "stopped" : "none ran";
      return in_words(local_server::status());
    } catch (const Error& error) {
      return error.what();
    }
  });
}

struct ServerKeeper : Child {
  explicit ServerKeeper(const ServerHome& home)
      : Child("DISABLED_ServerKeeper.does_as_it_is_told", home.environment()), process(answer()) {}
  std::string process;
};

TEST(LocalServerControl, tells_who_uses_the_server_and_ends_it_after_them) {
  const ServerHome home;
  ServerKeeper keeper(home);
  EXPECT_EQ(keeper.ask("status"), "ended");
  EXPECT_EQ(keeper.ask("stop"), "none ran");

  ServerUser user(home.environment());
  const pid_t server = process_behind(socket_of(user.answer()));
  const std::string used = keeper.ask("status");
  EXPECT_TRUE(used.starts_with("answers, used by ")) << used;
  const std::string number = used.substr(used.rfind(' ') + 1);
  const std::string refusal = keeper.ask("stop");
  EXPECT_NE(refusal.find("in use by loom_integration_tests (process " + number + ")"), refusal.npos)
      << refusal;
  EXPECT_EQ(process_behind(socket_of(user.ask("again"))), server);

  user.leave();
  EXPECT_EQ(keeper.ask("stop"), "stopped");
  EXPECT_EQ(process_behind(home.server() / "mongodb-27017.sock"), 0);
  EXPECT_EQ(keeper.ask("status"), "ended");
}

TEST(LocalServerControl, keeps_a_server_without_users) {
  const ServerHome home;
  ServerKeeper first(home), second(home);
  EXPECT_EQ(first.ask("start"), "answers, kept, used by " + first.process);
  const std::string refusal = first.ask("stop");
  EXPECT_NE(refusal.find("in use by this program"), refusal.npos) << refusal;
  EXPECT_EQ(first.ask("start"), "answers, kept, used by " + first.process);
  const pid_t server = process_behind(home.server() / "mongodb-27017.sock");
  first.leave();
  std::this_thread::sleep_for(5s);
  EXPECT_EQ(second.ask("status"), "answers, kept");
  EXPECT_EQ(process_behind(home.server() / "mongodb-27017.sock"), server);
  EXPECT_EQ(second.ask("stop"), "stopped");
}

TEST(LocalServerControl, sees_a_server_that_hangs) {
  const ServerHome home;
  ServerUser user(home.environment());
  const pid_t server = process_behind(socket_of(user.answer()));
  user.leave();
  ServerKeeper keeper(home);
  EXPECT_TRUE(keeper.ask("start").starts_with("answers, kept"));
  kill(server, SIGSTOP);
  EXPECT_TRUE(keeper.ask("status").starts_with("silent, kept"));
  kill(server, SIGCONT);
}

}  // namespace
}  // namespace loom::test
