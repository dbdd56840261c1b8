#pragma once
// SPDX-License-Identifier: Apache-2.0
// Commands to the private server itself, on its socket, beside the program's own connection.

#include <mongoc/mongoc.h>
#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/deadline.hpp"
#include "loom/bson/view.hpp"

namespace loom::core::local_server {

/// The answer to one administrative command.
class Answer {
 public:
  Answer(mongoc_client_t* client, bson::View command);
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

/// A client of the server on a socket, whatever state that server is in.
class Administration {
 public:
  Administration(const std::filesystem::path& socket, Deadline deadline);

  Answer send(bson::View command) { return {client_.get(), command}; }
  /// Sends a command that is its name alone: {"hello": 1}.
  Answer ask(std::string_view command);

 private:
  struct DestroyClient {
    void operator()(mongoc_client_t* client) const noexcept { mongoc_client_destroy(client); }
  };

  std::unique_ptr<mongoc_client_t, DestroyClient> client_;
  RoundTrip bounded_;
};

/// A path as a URI has it in a host's place.
std::string percent_encoded(const std::filesystem::path& socket);

/// The process that listens on a Unix socket; 0 where none does.
pid_t process_behind(const std::filesystem::path& socket);

}  // namespace loom::core::local_server
