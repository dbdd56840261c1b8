// SPDX-License-Identifier: Apache-2.0
// The private local server as its users see it: it is there, it is one, it ends after the last of
// them.

#include "connect/local_server.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "loom/connect/connect.hpp"
#include "loom/info/error.hpp"
#include "support/server_home.hpp"

namespace loom::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string local_server() {
  const char* limit = std::getenv("LOOM_TEST_DEADLINE_MS");
  try {
    return with_deadline(limit ? std::chrono::milliseconds(std::stoi(limit)) : 60s,
                         core::local_server_uri);
  } catch (const ConnectionError& error) {
    return std::string("ConnectionError: ") + error.what();
  } catch (const TimeoutError& error) {
    return std::string("TimeoutError: ") + error.what();
  }
}

std::string local_server_of_eight_threads() {
  std::vector<std::string> answers(8);
  std::vector<std::thread> threads;
  for (auto& answer : answers) threads.emplace_back([&] { answer = local_server(); });
  for (auto& thread : threads) thread.join();
  const std::set<std::string> different(answers.begin(), answers.end());
  return different.size() == 1 ? answers[0] : "different answers";
}

// The role of the processes that the tests start; an ordinary run skips it.
TEST(DISABLED_ServerUser, uses_the_server) {
  play(std::getenv("LOOM_TEST_THREADS") ? local_server_of_eight_threads() : local_server(),
       [](std::string_view word) {
         if (word == "fork" && fork() > 0) _exit(0);
         return local_server();
       });
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

mode_t mode_of(const fs::path& path) {
  struct stat status {};
  EXPECT_EQ(lstat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

/// The sockets that a process holds, by inode, as /proc names them.
std::set<std::string> sockets_of(pid_t process) {
  std::set<std::string> result;
  for (const auto& entry : fs::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
    std::error_code closed_meanwhile;
    const std::string target = fs::read_symlink(entry, closed_meanwhile).string();
    if (target.starts_with("socket:[")) result.insert(target.substr(8, target.size() - 9));
  }
  return result;
}

/// The lines of a table in /proc/net that name one of these inodes in that column.
std::vector<std::string> lines_naming(const std::set<std::string>& inodes, const char* table,
                                      std::size_t column) {
  std::vector<std::string> result;
  std::ifstream in(std::string("/proc/net/") + table);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    const std::vector<std::string> cells{std::istream_iterator<std::string>(words), {}};
    if (cells.size() > column && inodes.contains(cells[column])) result.push_back(line);
  }
  return result;
}

TEST(LocalServer, listens_on_one_private_socket_and_no_port) {
  const ServerHome home;
  ServerUser user(home.environment());
  const fs::path socket = socket_of(user.answer());
  EXPECT_EQ(socket, home.server() / "mongodb-27017.sock");

  const auto sockets = sockets_of(process_behind(socket));
  ASSERT_FALSE(sockets.empty());
  EXPECT_TRUE(lines_naming(sockets, "tcp", 9).empty());
  EXPECT_TRUE(lines_naming(sockets, "tcp6", 9).empty());
  std::set<std::string> listening;
  for (const auto& line : lines_naming(sockets, "unix", 6))
    if (line.find(" 00010000 ") != line.npos) listening.insert(line.substr(line.find('/')));
  EXPECT_EQ(listening, std::set<std::string>{socket.string()});

  EXPECT_EQ(mode_of(socket), mode_t{0700});
  EXPECT_EQ(mode_of(home.server()), mode_t{0700});
  EXPECT_EQ(mode_of(home.server() / "data"), mode_t{0700});
  EXPECT_EQ(mode_of(home.server() / "log") & 077, mode_t{0});
}

TEST(LocalServer, is_one_for_processes_that_begin_at_the_same_moment) {
  const ServerHome home;
  std::vector<std::unique_ptr<ServerUser>> users;
  for (int i = 0; i < 8; ++i) users.push_back(std::make_unique<ServerUser>(home.environment()));
  std::set<std::string> answers;
  for (auto& user : users) answers.insert(user->answer());
  EXPECT_EQ(answers.size(), 1u);
  EXPECT_GT(process_behind(socket_of(*answers.begin())), 0);

  EXPECT_FALSE(fs::exists(home.server() / "log.previous"));
  const std::string log = text_of(home.server() / "log");
  const std::string start = "\"msg\":\"MongoDB starting\"";
  ASSERT_NE(log.find(start), log.npos);
  EXPECT_EQ(log.find(start), log.rfind(start));
}

TEST(LocalServer, is_one_for_threads_that_begin_at_the_same_moment) {
  const ServerHome home;
  Environment changes = home.environment();
  changes["LOOM_TEST_THREADS"] = "yes";
  ServerUser user(changes);
  EXPECT_EQ(socket_of(user.answer()), home.server() / "mongodb-27017.sock");
}

TEST(LocalServer, ends_after_its_last_user_left_in_whatever_way) {
  const ServerHome home;
  ServerUser first(home.environment()), second(home.environment());
  const fs::path socket = socket_of(first.answer());
  const pid_t server = process_behind(socket);
  EXPECT_EQ(socket_of(second.answer()), socket);

  first.leave();
  std::this_thread::sleep_for(5s);
  EXPECT_EQ(process_behind(socket), server);
  second.end_by(SIGKILL);
  await_end_of(server);
  EXPECT_EQ(process_behind(socket), 0);
}

TEST(LocalServer, serves_a_child_that_outlives_its_parent) {
  const ServerHome home;
  ServerUser user(home.environment());
  const fs::path socket = socket_of(user.answer());
  const pid_t server = process_behind(socket);
  EXPECT_EQ(socket_of(user.ask("fork")), socket);
  std::this_thread::sleep_for(5s);
  EXPECT_EQ(process_behind(socket), server);
  user.leave();
  await_end_of(server);
}

TEST(LocalServer, is_reused_by_programs_that_run_one_after_another) {
  const ServerHome home;
  std::set<pid_t> servers;
  for (int i = 0; i < 4; ++i) {
    ServerUser user(home.environment());
    servers.insert(process_behind(socket_of(user.answer())));
    user.leave();
    std::this_thread::sleep_for(1s);  // longer in all than the server waits for one
  }
  EXPECT_EQ(servers.size(), 1u);
}

TEST(LocalServer, does_not_hear_the_terminals_interrupt) {
  const ServerHome home;
  ServerUser other(home.environment()), starter(home.environment());
  const fs::path socket = socket_of(starter.answer());
  const pid_t server = process_behind(socket);
  other.answer();
  starter.end_by(SIGINT);
  EXPECT_EQ(socket_of(other.ask("again")), socket);
  EXPECT_EQ(process_behind(socket), server);
}

TEST(LocalServer, is_started_again_after_it_was_killed) {
  const ServerHome home;
  ServerUser user(home.environment());
  const fs::path socket = socket_of(user.answer());
  const pid_t server = process_behind(socket);
  kill(server, SIGKILL);
  await_end_of(server);
  EXPECT_EQ(socket_of(user.ask("again")), socket);
  EXPECT_NE(process_behind(socket), 0);
}

TEST(LocalServer, ends_with_the_process_that_watches_it) {
  const ServerHome home;
  ServerUser user(home.environment());
  const fs::path socket = socket_of(user.answer());
  const pid_t server = process_behind(socket);
  std::istringstream status(text_of("/proc/" + std::to_string(server) + "/stat"));
  std::string ignored;
  pid_t parent = 0;
  status >> ignored >> ignored >> ignored >> parent;
  ASSERT_EQ(text_of("/proc/" + std::to_string(parent) + "/cmdline").find("sh"), 0u);
  kill(parent, SIGKILL);
  await_end_of(server);
  EXPECT_EQ(socket_of(user.ask("again")), socket);
}

TEST(LocalServer, is_ready_although_the_process_that_started_it_was_killed) {
  const ServerHome home;
  ServerUser starter(home.environment());
  while (!fs::exists(home.server() / "log")) std::this_thread::sleep_for(1ms);
  starter.end_by(SIGKILL);
  ServerUser next(home.environment());
  EXPECT_EQ(socket_of(next.answer()), home.server() / "mongodb-27017.sock");
}

}  // namespace
}  // namespace loom::test
