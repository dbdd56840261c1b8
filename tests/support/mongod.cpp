// SPDX-License-Identifier: Apache-2.0
// A real mongod of a test's own, that can be stopped, killed, and made to fail in the way one
// needs.

#include "support/mongod.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "connect/driver_log.hpp"
#include "connect/local_server/directory.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

std::string percent_encoded(const std::string& path) {
  std::string text;
  for (const char c : path) c == '/' ? text += "%2F" : text += c;
  return text;
}

struct Document {
  Document() { bson_init(&bson); }
  ~Document() { bson_destroy(&bson); }
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;
  bson_t bson;
};

std::string as_json(const bson_t& document) {
  char* text = bson_as_relaxed_extended_json(&document, nullptr);
  std::string result(text);
  bson_free(text);
  return result;
}

}  // namespace

Mongod::Mongod(Kind kind, std::vector<std::string> arguments)
    : kind_(kind), arguments_(std::move(arguments)) {
  core::start_driver();
  char name[] = "/tmp/loom-mongod-XXXXXX";
  if (!mkdtemp(name)) throw std::runtime_error("no directory for a mongod");
  directory_ = name;
  start();
  await_writes();
}

Mongod::~Mongod() {
  kill_hard();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string Mongod::uri(const std::string& options) const {
  return "mongodb://" + percent_encoded(directory_ / "mongod.sock") + "/?" +
         (kind_ == Kind::replica_set ? "replicaSet=r" : "directConnection=true") +
         (options.empty() ? "" : "&" + options);
}

void Mongod::start() {
  std::filesystem::create_directory(directory_ / "data");
  const std::string socket = directory_ / "mongod.sock";
  std::vector<std::string> words = {core::local_server::find_mongod(),
                                    "--bind_ip",
                                    socket,
                                    "--unixSocketPrefix",
                                    directory_,
                                    "--dbpath",
                                    directory_ / "data",
                                    "--logpath",
                                    directory_ / "log",
                                    "--logappend",
                                    "--wiredTigerCacheSizeGB",
                                    "0.25",
                                    "--setParameter",
                                    "enableTestCommands=1",
                                    "--setParameter",
                                    "diagnosticDataCollectionEnabled=false"};
  if (kind_ == Kind::replica_set)
    words.insert(words.end(), {"--replSet", "r", "--oplogSize", "64"});
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  for (const int descriptor : {0, 1, 2})
    posix_spawn_file_actions_addopen(&quiet, descriptor, "/dev/null", O_RDWR, 0);
  const int error = posix_spawn(&process_, pointers[0], &quiet, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  if (error) throw std::runtime_error("mongod cannot be started");
}

void Mongod::await_writes() {
  for (const auto end = std::chrono::steady_clock::now() + 30s;;) {
    Document hello, ignored;
    bson_error_t error;
    if (try_command("admin", R"({"hello": 1})", &hello.bson, &error)) {
      bson_iter_t at;
      if (bson_iter_init_find(&at, &hello.bson, "isWritablePrimary") && bson_iter_as_bool(&at))
        return;
      if (kind_ == Kind::replica_set && !bson_has_field(&hello.bson, "setName"))
        try_command("admin",
                    R"({"replSetInitiate": {"_id": "r", "members": [{"_id": 0, "host": ")" +
                        std::string(directory_ / "mongod.sock") +
                        R"("}], "settings": {"electionTimeoutMillis": 500}}})",
                    &ignored.bson, &error);
    }
    if (std::chrono::steady_clock::now() > end) throw std::runtime_error("mongod takes no writes");
    std::this_thread::sleep_for(20ms);
  }
}

Mongod::Client Mongod::client() const {
  const auto text = "mongodb://" + percent_encoded(directory_ / "mongod.sock") +
                    "/?directConnection=true&serverSelectionTimeoutMS=2000";
  Client client(mongoc_client_new(text.c_str()));
  mongoc_client_set_error_api(client.get(), MONGOC_ERROR_API_VERSION_2);
  return client;
}

bool Mongod::try_command(const std::string& database, const std::string& json, bson_t* reply,
                         bson_error_t* error) const {
  Document command;
  bson_destroy(&command.bson);
  if (!bson_init_from_json(&command.bson, json.data(), static_cast<ssize_t>(json.size()), error)) {
    bson_init(&command.bson);
    throw std::invalid_argument(error->message);
  }
  bson_destroy(reply);
  return mongoc_client_command_simple(client().get(), database.c_str(), &command.bson, nullptr,
                                      reply, error);
}

std::string Mongod::command(const std::string& database, const std::string& json) const {
  Document reply;
  bson_error_t error;
  if (!try_command(database, json, &reply.bson, &error)) throw std::runtime_error(error.message);
  return as_json(reply.bson);
}

std::int64_t Mongod::number(const std::string& database, const std::string& json,
                            const std::string& path) const {
  Document reply;
  bson_error_t error;
  if (!try_command(database, json, &reply.bson, &error)) throw std::runtime_error(error.message);
  bson_iter_t at, found;
  if (!bson_iter_init(&at, &reply.bson) || !bson_iter_find_descendant(&at, path.c_str(), &found))
    throw std::runtime_error("no " + path + " in " + as_json(reply.bson));
  return bson_iter_as_int64(&found);
}

void Mongod::fail(const std::string& point, const std::string& mode,
                  const std::string& data) const {
  command("admin", R"({"configureFailPoint": ")" + point + R"(", "mode": )" + mode +
                       R"(, "data": )" + data + "}");
}

void Mongod::heal(const std::string& point) const {
  command("admin", R"({"configureFailPoint": ")" + point + R"(", "mode": "off"})");
}

void Mongod::kill_hard() {
  if (!process_) return;
  ::kill(process_, SIGKILL);
  waitpid(process_, nullptr, 0);
  process_ = 0;
  std::filesystem::remove(directory_ / "mongod.sock");
}

void Mongod::freeze() { ::kill(process_, SIGSTOP); }

void Mongod::thaw() { ::kill(process_, SIGCONT); }

void Mongod::restart() {
  kill_hard();
  start();
  await_writes();
}

}  // namespace loom::test
