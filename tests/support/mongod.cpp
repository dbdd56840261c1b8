// SPDX-License-Identifier: Apache-2.0
// A real mongod of a test's own, that can be stopped, killed, and made to fail in the way one
// needs.

#include "support/mongod.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
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

// A port that nobody listens on now: the system gave it out, and it does not give it out again
// soon.
std::string free_port() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  const bool found = bind(descriptor, any, size) == 0 && getsockname(descriptor, any, &size) == 0;
  close(descriptor);
  if (!found) throw std::runtime_error("no free port for a mongod");
  return std::to_string(ntohs(address.sin_port));
}

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
  host_ = kind == Kind::member ? "127.0.0.1:" + free_port() : (directory_ / "mongod.sock").string();
  start();
  if (kind != Kind::member) await_part();
}

Mongod::~Mongod() {
  kill_hard();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

std::string Mongod::uri(const std::string& options) const {
  return "mongodb://" + percent_encoded(host_) + "/?" +
         (kind_ == Kind::replica_set ? "replicaSet=r" : "directConnection=true") +
         (options.empty() ? "" : "&" + options);
}

void Mongod::start() {
  std::filesystem::create_directory(directory_ / "data");
  std::vector<std::string> words = {"setpriv",  // a test that crashes leaves no server behind
                                    "--pdeathsig",
                                    "KILL",
                                    core::local_server::find_mongod(),
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
  if (kind_ == Kind::member)
    words.insert(words.end(), {"--bind_ip", "127.0.0.1", "--nounixsocket", "--port",
                               host_.substr(host_.find(':') + 1)});
  else
    words.insert(words.end(), {"--bind_ip", host_, "--unixSocketPrefix", directory_});
  if (kind_ != Kind::standalone) words.insert(words.end(), {"--replSet", "r", "--oplogSize", "64"});
  words.insert(words.end(), arguments_.begin(), arguments_.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  for (const int descriptor : {0, 1, 2})
    posix_spawn_file_actions_addopen(&quiet, descriptor, "/dev/null", O_RDWR, 0);
  const int error = posix_spawnp(&process_, pointers[0], &quiet, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  if (error) throw std::runtime_error("mongod cannot be started");
}

bool Mongod::answers() const {
  Document ignored;
  bson_error_t error;
  return try_command("admin", R"({"ping": 1})", &ignored.bson, &error);
}

bool Mongod::takes_writes() const { return says_of_itself("isWritablePrimary"); }

bool Mongod::says_of_itself(const char* field) const {
  Document hello;
  bson_error_t error;
  bson_iter_t at;
  return try_command("admin", R"({"hello": 1})", &hello.bson, &error) &&
         bson_iter_init_find(&at, &hello.bson, field) && bson_iter_as_bool(&at);
}

void Mongod::await_part() const {
  constexpr std::uint32_t has_begun = 23;  // AlreadyInitialized
  const std::string begin = R"({"replSetInitiate": {"_id": "r", "members": [{"_id": 0, "host": ")" +
                            host_ + R"("}], "settings": {"electionTimeoutMillis": 500}}})";
  const auto has_part = [this] {
    return takes_writes() || (kind_ == Kind::member && says_of_itself("secondary"));
  };
  const auto end = std::chrono::steady_clock::now() + 30s;
  for (bool begun = kind_ != Kind::replica_set; !has_part(); std::this_thread::sleep_for(20ms)) {
    Document ignored;
    bson_error_t error{};
    if (!begun)
      begun = try_command("admin", begin, &ignored.bson, &error) || error.code == has_begun;
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error("mongod does not come to its part");
  }
}

Mongod::Client Mongod::client() const {
  const auto text = "mongodb://" + percent_encoded(host_) +
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

void Mongod::freeze() {
  ::kill(process_, SIGSTOP);
  waitpid(process_, nullptr, WUNTRACED);  // until it stands still
}

void Mongod::thaw() { ::kill(process_, SIGCONT); }

void Mongod::restart() {
  kill_hard();
  start();
  await_part();
}

}  // namespace loom::test
