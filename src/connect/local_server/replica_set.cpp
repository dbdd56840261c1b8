// SPDX-License-Identifier: Apache-2.0
// Makes the private server a replica set of one, and knows whether it takes writes.

#include "connect/local_server/replica_set.hpp"

#include <mongoc/mongoc.h>

#include <chrono>
#include <memory>
#include <string_view>

#include "connect/driver_log.hpp"
#include "connect/local_server/bson_path.hpp"
#include "connect/stream.hpp"
#include "connect/uri.hpp"
#include "loom/bson/writer.hpp"

namespace loom::core::local_server {
namespace {

constexpr std::uint32_t not_yet_initialized = 94;  // the server's code

struct DestroyClient {
  void operator()(mongoc_client_t* client) const noexcept { mongoc_client_destroy(client); }
};

/// The answer to one administrative command.
class Answer {
 public:
  Answer(mongoc_client_t* client, bson::View command) {
    bson_t borrowed;
    bson_init_static(&borrowed, command.data(), command.size());
    bson_error_t error{};
    ok_ = mongoc_client_command_simple(client, "admin", &borrowed, nullptr, &reply_, &error);
    code_ = error.code;
  }
  ~Answer() { bson_destroy(&reply_); }
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;

  bool ok() const noexcept { return ok_; }
  std::uint32_t code() const noexcept { return code_; }
  const bson_t& reply() const noexcept { return reply_; }

 private:
  bson_t reply_;
  bool ok_;
  std::uint32_t code_;
};

bson::Writer ask(std::string_view command) {
  bson::Writer out;
  const auto start = out.begin();
  out.int32(command, 1);
  out.end(start);
  return out;
}

bson::Writer configure(std::string_view command, const std::string& host) {
  bson::Writer out;
  const auto start = out.begin();
  const auto config = out.begin_document(command);
  out.string("_id", set_name);
  out.int32("version", 1);
  const auto members = out.begin_array("members");
  const auto member = out.begin_document("0");
  out.int32("_id", 0);
  out.string("host", host);
  out.end(member);
  out.end(members);
  out.end(config);
  if (command == "replSetReconfig") out.boolean("force", true);
  out.end(start);
  return out;
}

std::string percent_encoded(const std::string& path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view reserved = "/@+%";
  std::string text;
  for (const char c : path) {
    if (reserved.find(c) == reserved.npos) {
      text += c;
      continue;
    }
    text += '%';
    text += digits[static_cast<unsigned char>(c) >> 4];
    text += digits[static_cast<unsigned char>(c) & 0x0F];
  }
  return text;
}

}  // namespace

std::string uri_of(const std::filesystem::path& socket) {
  return "mongodb://" + percent_encoded(socket.string()) + "/?replicaSet=" + set_name;
}

bool takes_writes(const std::filesystem::path& socket, Deadline deadline) {
  start_driver();
  const std::string address = "mongodb://" + percent_encoded(socket.string());
  const Uri uri(mongoc_uri_new((address + "/?directConnection=true").c_str()));
  const std::unique_ptr<mongoc_client_t, DestroyClient> client(
      mongoc_client_new_from_uri(uri.get()));
  mongoc_client_set_error_api(client.get(), MONGOC_ERROR_API_VERSION_2);
  mongoc_client_set_stream_initiator(client.get(), open_stream, nullptr);
  const RoundTrip bounded(deadline);

  const Answer hello(client.get(), ask("hello").bytes());
  if (!hello.ok()) return false;
  if (true_at(hello.reply(), "isWritablePrimary")) return true;
  if (has(hello.reply(), "setName")) return false;  // configured; it elects itself in a moment

  // Several processes may do this at once: the server takes the first, and the others look again.
  const Answer config(client.get(), ask("replSetGetConfig").bytes());
  if (!config.ok() && config.code() == not_yet_initialized)
    Answer(client.get(), configure("replSetInitiate", socket.string()).bytes());
  else if (config.ok() && text_at(config.reply(), "config.members.0.host") != socket.string())
    Answer(client.get(), configure("replSetReconfig", socket.string()).bytes());
  return false;
}

}  // namespace loom::core::local_server
