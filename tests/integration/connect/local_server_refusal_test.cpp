// SPDX-License-Identifier: Apache-2.0
// What the private local server says when it cannot run, and where it goes when its place is odd.

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "support/server_home.hpp"

namespace loom::test {
namespace {

namespace fs = std::filesystem;

/// What a user gets in this home, with changes of its environment beside.
std::string answer_in(const ServerHome& home, const Environment& more = {}) {
  Environment changes = more;
  changes.merge(home.environment());
  return ServerUser(changes).answer();
}

void expect_refused(const std::string& answer, std::initializer_list<std::string_view> parts) {
  EXPECT_TRUE(answer.starts_with("ConnectionError: ")) << answer;
  for (const auto part : parts)
    EXPECT_NE(answer.find(part), answer.npos) << part << " in " << answer;
}

TEST(LocalServerDirectory, is_refused_where_it_is_a_symbolic_link) {
  const ServerHome home, elsewhere;
  fs::create_directories(home.path() / "loom");
  fs::create_symlink(elsewhere.path(), home.server());
  expect_refused(answer_in(home), {home.server().string(), "symbolic link", "XDG_DATA_HOME"});
}

TEST(LocalServerDirectory, is_refused_where_others_may_reach_it) {
  const ServerHome home;
  fs::create_directories(home.server());
  for (const mode_t mode : {0750u, 0701u}) {
    chmod(home.server().c_str(), mode);
    expect_refused(answer_in(home), {"chmod 700 '" + home.server().string() + "'"});
  }
}

TEST(LocalServerDirectory, is_refused_where_it_belongs_to_another_user) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a directory away";
  const ServerHome home;
  fs::create_directories(home.server());
  chmod(home.server().c_str(), 0700);
  ASSERT_EQ(chown(home.server().c_str(), 65534, 65534), 0);
  expect_refused(answer_in(home), {home.server().string(), "another user"});
}

TEST(LocalServerDirectory, is_refused_where_it_is_a_file_or_cannot_be_made) {
  const ServerHome home;
  fs::create_directories(home.path() / "loom");
  std::ofstream(home.server()) << "no directory";
  expect_refused(answer_in(home), {home.server().string(), "no directory"});
  fs::remove_all(home.path() / "loom");
  std::ofstream(home.path() / "loom") << "no directory";
  expect_refused(answer_in(home), {"cannot be made"});
}

TEST(LocalServerDirectory, is_below_the_home_directory_where_no_data_home_is_named) {
  const ServerHome home;
  expect_refused(answer_in(home, {{"XDG_DATA_HOME", "relative/is/none"},
                                  {"HOME", home.path().string()},
                                  {"LOOM_MONGOD", "/bin/false"}}),
                 {(home.path() / ".local/share/loom/server/log").string()});
}

TEST(LocalServerDirectory, may_have_a_name_that_no_socket_can_have) {
  const ServerHome home;
  for (const auto& name : {std::string("a, b: ü %41"), std::string(120, 'x')}) {
    ServerUser user({{"XDG_DATA_HOME", (home.path() / name).string()}});
    const auto uri = user.answer();
    ASSERT_TRUE(uri.starts_with("mongodb://")) << uri;
    const fs::path socket = socket_of(uri);
    EXPECT_TRUE(socket.string().starts_with("/tmp/loom-" + std::to_string(geteuid()) + "-"));
    struct stat status {};
    EXPECT_EQ(stat(socket.parent_path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, mode_t{0700});
    EXPECT_TRUE(fs::exists(home.path() / name / "loom" / "server" / "data"));
    end_server(socket);
    fs::remove_all(socket.parent_path());
  }
}

TEST(LocalServerBinary, that_is_none_is_named) {
  const ServerHome home;
  expect_refused(answer_in(home, {{"LOOM_MONGOD", "/nonexistent/mongod"}}),
                 {"LOOM_MONGOD", "/nonexistent/mongod"});
  expect_refused(answer_in(home, {{"LOOM_MONGOD", "/tmp"}}), {"LOOM_MONGOD", "/tmp"});
}

TEST(LocalServerBinary, that_ends_at_once_is_an_error_at_once) {
  const ServerHome home;
  expect_refused(answer_in(home, {{"LOOM_MONGOD", "/bin/false"}}),
                 {"/bin/false", "did not start", "mongod ended with status 1"});
}

TEST(LocalServerBinary, is_asked_for_in_all_the_ways_there_are) {
  const ServerHome home;
  expect_refused(
      answer_in(home, {{"LOOM_MONGOD", ""}, {"PATH", ""}, {"XDG_CACHE_HOME", "/nonexistent"}}),
      {"PATH", "LOOM_MONGOD", "/nonexistent/loom/mongod-6.0.5/mongod", "MONGODB_LOCAL_URI"});
}

TEST(LocalServerData, that_are_corrupt_give_the_servers_last_words) {
  const ServerHome home;
  const fs::path data = home.server() / "data";
  fs::create_directories(data);
  chmod(home.server().c_str(), 0700);
  std::ofstream(data / "storage.bson") << "junk";
  const auto answer = answer_in(home);
  expect_refused(answer, {(home.server() / "log").string(),
                          "Unable to read the storage engine metadata file: BSON data has to be"});
  EXPECT_LE(std::count(answer.begin(), answer.end(), '\t'), 5);
  EXPECT_EQ(answer.find("{\"t\""), answer.npos) << "words, not JSON";
}

TEST(LocalServerStart, that_takes_too_long_is_a_timeout) {
  const ServerHome home;
  const fs::path slow = home.path() / "mongod";
  std::ofstream(slow) << "#!/bin/sh\nexec sleep 60\n";
  chmod(slow.c_str(), 0700);
  const auto answer =
      answer_in(home, {{"LOOM_MONGOD", slow.string()}, {"LOOM_TEST_DEADLINE_MS", "300"}});
  EXPECT_TRUE(answer.starts_with("TimeoutError: ")) << answer;
}

}  // namespace
}  // namespace loom::test
