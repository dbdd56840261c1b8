// SPDX-License-Identifier: Apache-2.0
// Commands to the private server itself, on its socket, beside the program's own connection.

#include "connect/local_server/administration.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "connect/driver_log.hpp"
#include "connect/stream.hpp"
#include "connect/uri.hpp"
#include "loom/bson/build.hpp"

namespace loom::core::local_server {

Answer::Answer(mongoc_client_t* client, bson::View command) {
  bson_t borrowed;
  bson_init_static(&borrowed, command.data(), command.size());
  bson_error_t error{};
  ok_ = mongoc_client_command_simple(client, "admin", &borrowed, nullptr, &reply_, &error);
  code_ = error.code;
}

Administration::Administration(const std::filesystem::path& socket, Deadline deadline)
    : bounded_(deadline) {
  start_driver();
  const std::string address = "mongodb://" + percent_encoded(socket);
  const Uri uri(mongoc_uri_new((address + "/?directConnection=true").c_str()));
  // Else the driver would wait ten seconds for the greeting of a server that hangs.
  const auto limit = static_cast<std::int32_t>(
      std::clamp<std::int64_t>(remaining(deadline).count(), 1, INT32_MAX));
  mongoc_uri_set_option_as_int32(uri.get(), MONGOC_URI_CONNECTTIMEOUTMS, limit);
  client_.reset(mongoc_client_new_from_uri(uri.get()));
  mongoc_client_set_error_api(client_.get(), MONGOC_ERROR_API_VERSION_2);
  mongoc_client_set_stream_initiator(client_.get(), open_stream, nullptr);
}

Answer Administration::ask(std::string_view command) {
  return send(bson::build([&](bson::Writer& out) { out.int32(command, 1); }).bytes());
}

std::string percent_encoded(const std::filesystem::path& socket) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view reserved = "/@+%";
  std::string text;
  for (const char c : socket.string()) {
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

pid_t process_behind(const std::filesystem::path& socket_path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket_path.c_str(), sizeof address.sun_path - 1);
  // A server with a full queue would make it wait.
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (descriptor < 0) return 0;
  ucred peer{};
  socklen_t size = sizeof peer;
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    peer.pid = 0;
  close(descriptor);
  return peer.pid;
}

}  // namespace loom::core::local_server
