// SPDX-License-Identifier: Apache-2.0
// Makes the private server a replica set of one, and knows whether it takes writes.

#include "connect/local_server/replica_set.hpp"

#include <cstdint>
#include <string_view>

#include "connect/local_server/administration.hpp"
#include "connect/local_server/bson_path.hpp"
#include "loom/bson/writer.hpp"

namespace loom::core::local_server {
namespace {

constexpr std::uint32_t not_yet_initialized = 94;  // the server's code

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

}  // namespace

std::string uri_of(const std::filesystem::path& socket) {
  return "mongodb://" + percent_encoded(socket) + "/?replicaSet=" + set_name;
}

bool takes_writes(const std::filesystem::path& socket, Deadline deadline) {
  Administration server(socket, deadline);
  const Answer hello = server.ask("hello");
  if (!hello.ok()) return false;
  if (true_at(hello.reply(), "isWritablePrimary")) return true;
  if (has(hello.reply(), "setName")) return false;  // configured; it elects itself in a moment

  // Several processes may do this at once: the server takes the first, and the others look again.
  const Answer config = server.ask("replSetGetConfig");
  if (!config.ok() && config.code() == not_yet_initialized)
    server.send(configure("replSetInitiate", socket.string()).bytes());
  else if (config.ok() && text_at(config.reply(), "config.members.0.host") != socket.string())
    server.send(configure("replSetReconfig", socket.string()).bytes());
  return false;
}

}  // namespace loom::core::local_server
