// SPDX-License-Identifier: Apache-2.0
// What the private local server says when it cannot run, and where it goes when its place is odd.

#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>

#include "connect/local_server.hpp"
#include "connect/local_server/directory.hpp"
#include "loom/info/error.hpp"
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

/// The error of an attempt to connect to a Unix socket; 0 where it succeeds.
int connection_error(const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected =
      connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const int error = connected ? 0 : errno;
  close(descriptor);
  return error;
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

/// A cache that has a mongod in Loom's place.
struct Cache {
  explicit Cache(const ServerHome& home) : mongod(home.path() / "loom/mongod-6.0.5/mongod") {
    fs::create_directories(mongod.parent_path());
  }
  fs::path mongod;
  Environment environment() const {
    return {{"LOOM_MONGOD", ""},
            {"PATH", "/usr/bin:/bin"},
            {"XDG_CACHE_HOME", mongod.parent_path().parent_path().parent_path().string()}};
  }
};

TEST(LocalServerBinary, of_the_cache_is_run_where_it_is_the_pinned_one) {
  const ServerHome home, caches;
  const Cache cache(caches);
  fs::create_symlink(core::local_server::find_mongod(), cache.mongod);  // the tests' own is that
  const auto answer = answer_in(home, cache.environment());
  EXPECT_TRUE(answer.starts_with("mongodb://")) << answer;
}

TEST(LocalServerBinary, of_the_cache_is_not_run_where_it_was_changed) {
  const ServerHome home, caches;
  const Cache cache(caches);
  const auto ran = caches.path() / "ran";
  std::ofstream(cache.mongod) << "#!/bin/sh\ntouch " << ran.string() << '\n';
  chmod(cache.mongod.c_str(), 0700);
  const auto expect_not_run = [&] {
    expect_refused(answer_in(home, cache.environment()),
                   {cache.mongod.string(), "SHA-256", "loom server install", "LOOM_MONGOD"});
  };
  expect_not_run();
  EXPECT_FALSE(fs::exists(ran));

  fs::copy_file(core::local_server::find_mongod(), cache.mongod,
                fs::copy_options::overwrite_existing);
  std::fstream binary(cache.mongod, std::ios::in | std::ios::out | std::ios::binary);
  binary.seekp(-1, std::ios::end);
  const int last = binary.peek();
  binary.put(static_cast<char>(last ^ 1));  // one bit, at its very end
  binary.close();
  expect_not_run();
}

TEST(LocalServerBinary, of_the_cache_is_not_run_where_others_may_change_it) {
  const ServerHome home, caches;
  const Cache cache(caches);
  fs::copy_file(core::local_server::find_mongod(), cache.mongod);
  for (const auto& path : {cache.mongod, cache.mongod.parent_path()})
    for (const mode_t mode : {0775u, 0757u}) {
      chmod(path.c_str(), mode);
      expect_refused(answer_in(home, cache.environment()),
                     {"other users may change", "chmod go-w '" + path.string() + "'"});
      chmod(path.c_str(), 0755);
    }
  EXPECT_FALSE(fs::exists(home.server() / "log")) << "it was run";
  const auto answer = answer_in(home, cache.environment());
  EXPECT_TRUE(answer.starts_with("mongodb://")) << answer;
}

TEST(LocalServerBinary, is_pinned_to_what_the_script_downloads) {
  std::ifstream script("dev");
  const std::string text{std::istreambuf_iterator<char>(script), {}};
  const ServerHome home, caches;
  const Cache cache(caches);
  std::ofstream(cache.mongod) << "another";
  chmod(cache.mongod.c_str(), 0700);
  const auto answer = answer_in(home, cache.environment());
  const auto digest = answer.find("SHA-256 should be ");
  ASSERT_NE(digest, answer.npos) << answer;
  EXPECT_NE(text.find("mongod_sha256=" + answer.substr(digest + 18, 64)), text.npos);
}

TEST(LocalServerSocket, is_refused_where_it_is_none_of_this_user_alone) {
  const ServerHome home;
  const auto socket = home.server() / "mongodb-27017.sock";
  fs::create_directories(home.server());
  chmod(home.server().c_str(), 0700);
  fs::create_symlink("/tmp/mongodb-27017.sock", socket);
  expect_refused(answer_in(home), {socket.string(), "only this user"});
  fs::remove(socket);
  std::ofstream(socket) << "no socket";
  expect_refused(answer_in(home), {socket.string(), "only this user"});
  fs::remove(socket);

  ServerUser user(home.environment());
  ASSERT_TRUE(user.answer().starts_with("mongodb://"));
  chmod(socket.c_str(), 0777);
  expect_refused(answer_in(home), {socket.string(), "only this user"});
  chmod(socket.c_str(), 0700);
  EXPECT_TRUE(answer_in(home).starts_with("mongodb://"));
}

/// What `f` gives as another user of this machine: a process of its own, without root's rights.
int as_another_user(const std::function<int()>& f) {
  const auto child = fork();
  if (child == 0)
    _exit(setgroups(0, nullptr) == 0 && setgid(65534) == 0 && setuid(65534) == 0 ? f() : 255);
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(LocalServerSocket, is_out_of_reach_for_another_user) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  const ServerHome home;
  ServerUser user(home.environment());
  const auto uri = user.answer();
  ASSERT_TRUE(uri.starts_with("mongodb://")) << uri;
  for (auto path = home.server().parent_path(); path != "/tmp"; path = path.parent_path())
    chmod(path.c_str(), 0755);  // so that nothing but Loom's own directory stands in the way
  const auto socket = socket_of(uri);
  ASSERT_GT(process_behind(socket), 0);
  EXPECT_EQ(as_another_user([&] { return connection_error(socket); }), EACCES);
  EXPECT_EQ(as_another_user(
                [&] { return open((home.server() / "log").c_str(), O_RDONLY) < 0 ? errno : 0; }),
            EACCES);
  EXPECT_EQ(as_another_user([&] {
              setenv("XDG_DATA_HOME", home.path().c_str(), 1);
              try {
                core::local_server_uri();
              } catch (const ConnectionError& error) {
                return std::string_view(error.what()).find("another user") < 4096 ? 0 : 1;
              }
              return 2;
            }),
            0);
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
