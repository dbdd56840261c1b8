#pragma once
// SPDX-License-Identifier: Apache-2.0
// One client and one session of a connection, and single deliveries of commands through them.

#include <mongoc/mongoc.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "connect/connection.hpp"
#include "core/reply.hpp"

namespace loom::core {

/// How one delivery of a command ended.
enum class Outcome {
  answered,  ///< the server did it; for a write, see also the reply's writeConcernError
  refused,   ///< the server said no, and would again
  passing,   ///< the server said no, and may say yes soon: it is going, coming, or no primary
  not_sent,  ///< no server was found, or no connection to it could be made
  no_login,  ///< the login was refused; nothing was sent
  lost,      ///< it may have been sent, and no answer can be read
};

/// What came back from one delivery.
struct Answer {
  Outcome outcome;
  Reply reply;
  std::string reason;  ///< why there is no answer, in the driver's or the server's words
};

/// A server as the driver knows it.
struct Server {
  std::uint32_t id;
  std::string type;  ///< "RSPrimary", "Standalone", "Mongos" …
};

/// One client of the pool and one session on it, for one operation.
class Conversation {
 public:
  Conversation(std::shared_ptr<Connection> connection, Deadline deadline,
               std::string_view operation);

  const Connection& connection() const noexcept { return *connection_; }

  /// Begins the session where that has not happened; what kept it from beginning, else nothing.
  std::optional<Answer> begin_session();

  /// Sends `command` once, to `server` or, for 0, to the primary. Waits a little longer than
  /// `deadline`, which the server also knows: its own word that time is over is worth more.
  Answer ask(const std::string& database, bson::View command, std::uint32_t server,
             Deadline deadline);

  /// The server that takes writes now; nothing, and the `reason`, where none is found.
  std::optional<Server> choose_server(Deadline deadline, std::string& reason);

 private:
  struct EndSession {
    void operator()(mongoc_client_session_t* session) const noexcept {
      mongoc_client_session_destroy(session);
    }
  };

  std::shared_ptr<Connection> connection_;
  Pool::Lease lease_;
  std::unique_ptr<mongoc_client_session_t, EndSession> session_;
};

}  // namespace loom::core
