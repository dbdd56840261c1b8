// SPDX-License-Identifier: Apache-2.0
// A password that is looked for: it stands in nothing that a program with Loom says, in no
// arguments and no environment, and in no memory once its connection is gone.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

#include "loom/loom.hpp"
#include "secret/manager.hpp"
#include "support/canary.hpp"
#include "support/raw.hpp"
#include "support/secure_server.hpp"
#include "support/server_home.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

struct Note : PersistableModel<Note> {
  static constexpr auto persist_db = declare_persist_db("shop", "notes");
  Id<Note> id;
  std::string text;
  static constexpr auto indexes = loom::indexes(unique(fld<&Note::text>));
};

// --- The program that has the secret -------------------------------------------------------------

/// A manager of one secret, which is in a file: it never stands elsewhere in this process.
class FileKeeper final : public core::SecretKeeper {
 public:
  explicit FileKeeper(const char* file) : file_(file) {}
  Secret get(std::string_view) override {
    return Secret::filled_by(64, [this](std::span<char> room) {
      const int descriptor = open(file_, O_RDONLY | O_CLOEXEC);
      const auto size = read(descriptor, room.data(), room.size());
      close(descriptor);
      return static_cast<std::size_t>(size);
    });
  }
  void set(std::string_view, std::string_view) override {}

 private:
  const char* file_;
};

/// Says everything that `f` throws.
template <class F>
void say_failure(F f) {
  try {
    f();
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
}

void work() {
  const auto seen = on_command(
      [](const CommandEvent& event) {
        std::cout << event.operation << ' ' << event.shape << ' ' << event.values << '\n';
      },
      unsafely::with_values);
  Note note{.text = "tea"};
  say_failure([&] { note.persist(); });
  say_failure([] { Note{.text = "tea"}.persist(); });
  say_failure([] { std::cout << Note::all().load_many().size() << '\n'; });
  say_failure([] { transaction([] { Note{.text = "coffee"}.persist(); }); });
  say_failure([] { RawCollection({"admin", ""}).run(R"({"shutdown": 1})", core::Effect::read); });
  say_failure([] { Document::from_json("{"); });
}

/// Each way to fail to connect, with the secret.
void fail() {
  const std::string uri = std::getenv("MONGODB_URI");
  const auto port =
      uri.substr(uri.rfind(':', uri.find("/?")), uri.find("/?") - uri.rfind(':', uri.find("/?")));
  const auto other_host = "mongodb://canary:%s@localhost" + port;
  for (const auto& bad :
       {uri + "&unknown=1", uri + "&w=0", uri + "&authSource=shop", uri + "&appName=a&appName=b",
        other_host + "/?tls=true", other_host + "/?directConnection=true",
        std::string("mongodb://canary:%s@db.example.org/?tls=false"), std::string("mongodb://%s"),
        std::string("mongodb://nobody:%s@127.0.0.1:1/"),
        std::string("mongodb://canary:x%s@127.0.0.1/")})
    say_failure([&] { with_deadline(700ms, [&] { connect(bad, {.secret = secret("canary")}); }); });
}

/// The secret, where it does not belong: in the URI, and in a command.
void misuse() {
  const auto password = secret("canary");
  const std::string text(password.reveal());
  for (const auto& uri :
       {"mongodb://canary:" + text + "@127.0.0.1/",
        "mongodb://canary:cAn%40ry%3A" + text.substr(7).replace(13, 1, "%2F") + "@db.example.org/",
        "mongodb://" + text, text, "mongodb://127.0.0.1/?appName=a&" + text,
        "mongodb://127.0.0.1/?authMechanism=" + text})
    say_failure([&] { with_deadline(700ms, [&] { connect(uri); }); });
  const auto say = [](const CommandEvent& event) {
    std::cout << event.shape << event.values << '\n';
  };
  {
    const auto seen = on_command(say, unsafely::with_values);  // which leaves out such a command
    say_failure([&] {
      RawCollection({"shop", ""})
          .run(R"({"createUser": "eve", "roles": [], "pwd": ")" + text + R"("})",
               core::Effect::idempotent);
    });
  }
  const auto seen = on_command(say);
  say_failure([&] { static_cast<void>(Note::filter(fld<&Note::text> == text).load_many()); });
  say_failure([&] { Note{.text = text}.persist(); });
  say_failure([&] { Note{.text = text}.persist(); });
}

// The role of the processes that the tests start; an ordinary run skips it.
TEST(DISABLED_CanaryUser, uses_the_secret) {
  dup2(STDOUT_FILENO, STDERR_FILENO);
  FileKeeper keeper(std::getenv("LOOM_TEST_SECRET"));
  core::add_secret_keeper(SecretManager::keyring, keeper);
  use_secret_managers({SecretManager::keyring});
  play("ready", [](std::string_view word) {
    if (word == "work") work();
    if (word == "fail") fail();
    if (word == "misuse") misuse();
    if (word == "leave") connect(std::getenv("LOOM_TEST_OTHER_URI"));
    if (word == "start") say_failure([] { testing::Sandbox(); });
    return std::string("done");
  });
}

// --- Those who look for it -----------------------------------------------------------------------

class CanaryTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<SecureServer>();
    server_->connect_as_root();
    prepare<Note>();
    static_cast<void>(
        RawCollection({"admin", ""})
            .run(R"({"createUser": "canary", "roles": ["readWriteAnyDatabase"], "pwd": ")" +
                     canary_.text() + R"("})",
                 core::Effect::idempotent));
  }
  static void TearDownTestSuite() { server_.reset(); }

  CanaryTest() {
    const auto file = home_.path() / "secret";
    std::ofstream(file) << canary_.text();
    environment_ = home_.environment();
    environment_["LOOM_TEST_SECRET"] = file.string();
    environment_["MONGODB_URI"] = server_->uri("canary:%s@");
    environment_["MONGODB_SECRET"] = "canary";
    environment_["LOOM_TEST_OTHER_URI"] = other_.uri();
  }

  using Forms = std::vector<std::string>;

  static inline const Canary canary_;
  static inline std::unique_ptr<SecureServer> server_;
  const ServerHome home_;
  const Mongod other_{Mongod::Kind::standalone};
  Environment environment_;
};

/// What the system's own tool makes of a text.
std::string base64_of(const std::string& text) {
  const auto pipe = popen(("printf %s '" + text + "' | base64 -w0").c_str(), "r");
  char result[128] = {};
  static_cast<void>(!fgets(result, sizeof result, pipe));
  pclose(pipe);
  return result;
}

TEST_F(CanaryTest, is_found_in_each_of_its_forms) {
  EXPECT_EQ(canary_.forms_in("x" + canary_.text() + "x"), Forms{"raw"});
  EXPECT_EQ(canary_.forms_in("cAn%40ry%3A" + canary_.text().substr(7).replace(13, 1, "%2F")),
            Forms{"percent-encoded"});
  for (const char* before : {"", "x", "xx"})
    EXPECT_EQ(canary_.forms_in(base64_of(before + canary_.text() + "x")), Forms{"base64"})
        << before;
}

TEST_F(CanaryTest, stands_in_nothing_that_the_program_says) {
  Child program("DISABLED_CanaryUser.uses_the_secret", environment_);
  ASSERT_EQ(program.answer(), "ready");
  for (const char* word : {"work", "fail", "misuse", "start", "work"}) {
    ASSERT_EQ(program.ask(word), "done");
    EXPECT_EQ(canary_.forms_in(arguments_and_environments()), Forms{}) << word;
  }
  const auto& said = program.heard();
  EXPECT_EQ(canary_.forms_in(said), Forms{}) << said;
  for (const char* part :
       {"insert shop.notes", "tea", "unique index", "the login at", "db.example.org",
        "not authorized", "loom::unsafely::inline_password", R"("createUser")"})
    EXPECT_NE(said.find(part), said.npos) << part << " was never said in " << said;
  std::ifstream log(home_.server() / "log");
  const std::string logged{std::istreambuf_iterator<char>(log), {}};
  EXPECT_FALSE(logged.empty());
  EXPECT_EQ(canary_.forms_in(logged), Forms{});
}

TEST_F(CanaryTest, is_gone_from_the_memory_when_its_connection_is) {
  // The driver frees some copies of its logins as they are, and the next allocations write over
  // them; the address sanitizer would keep them for long, and is told to fill them.
  environment_["ASAN_OPTIONS"] = "max_free_fill_size=65536:free_fill_byte=0";
  Child program("DISABLED_CanaryUser.uses_the_secret", environment_);
  ASSERT_EQ(program.answer(), "ready");
  ASSERT_EQ(program.ask("work"), "done");
  EXPECT_NE(canary_.forms_in_memory_of(program.process()), Forms{}) << "the driver's own copies";
  ASSERT_EQ(program.ask("leave"), "done");
  // The connection before is closed beside the program's work.
  Forms left;
  for (int i = 0; i < 100; ++i, std::this_thread::sleep_for(50ms))
    if (left = canary_.forms_in_memory_of(program.process()); left.empty()) break;
  EXPECT_EQ(left, Forms{});
}

}  // namespace
}  // namespace loom::test
