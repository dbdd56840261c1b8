// SPDX-License-Identifier: Apache-2.0
// One client and one session of a connection, and single deliveries of commands through them.

#include "core/conversation.hpp"

#include "core/server_error.hpp"
#include "loom/bson/reader.hpp"

namespace loom::core {
namespace {

constexpr std::chrono::milliseconds grace{200};

const mongoc_session_opt_t* session_options() {
  static const auto* options = [] {
    auto* made = mongoc_session_opts_new();
    // Majority reads from the primary see each acknowledged write by themselves.
    mongoc_session_opts_set_causal_consistency(made, false);
    return made;
  }();
  return options;
}

struct Options {
  Options() { bson_init(&bson); }
  ~Options() { bson_destroy(&bson); }
  bson_t bson;
};

// "No suitable servers found: …: [connection refused calling hello on '127.0.0.1:1']": the bracket
// tells.
std::string reason_of(const bson_error_t& error) {
  std::string text = error.message;
  if (const auto bracket = text.find('[');
      error.domain == MONGOC_ERROR_SERVER_SELECTION && bracket != text.npos)
    text.erase(0, bracket);
  return text;
}

Outcome without_answer(const bson_error_t& error) {
  switch (error.domain) {
    case MONGOC_ERROR_SERVER_SELECTION:
    case MONGOC_ERROR_COMMAND:  // the server was lost between its selection and the sending
      return Outcome::not_sent;
    case MONGOC_ERROR_STREAM:
      return error.code == MONGOC_ERROR_STREAM_SOCKET ? Outcome::lost : Outcome::not_sent;
    case MONGOC_ERROR_CLIENT:
      return error.code == MONGOC_ERROR_CLIENT_AUTHENTICATE ? Outcome::no_login : Outcome::not_sent;
    default:
      return Outcome::lost;
  }
}

// The driver takes a reply without an error code for success, whatever else is in it.
bool is_ok(bson::View reply) {
  try {
    return bson::truth_of(bson::find(bson::open(reply), "ok"));
  } catch (const bson::Corrupt&) {
    return false;
  }
}

Answer judge(bool succeeded, const bson_error_t& error, Reply reply) {
  if (succeeded) {
    if (is_ok(reply.bytes())) return {Outcome::answered, std::move(reply), {}};
    return {Outcome::lost, std::move(reply), "malformed reply"};
  }
  if (error.domain == MONGOC_ERROR_SERVER) {
    const auto facts = error_facts(reply.bytes(), {});
    return {facts.retryable ? Outcome::passing : Outcome::refused, std::move(reply),
            without_values(error.message)};
  }
  return {without_answer(error), std::move(reply), reason_of(error)};
}

}  // namespace

Conversation::Conversation(std::shared_ptr<Connection> connection, Deadline deadline,
                           std::string_view operation)
    : connection_(std::move(connection)), lease_(connection_->pool().lend(deadline, operation)) {}

std::optional<Answer> Conversation::begin_session() {
  if (session_) return std::nullopt;
  bson_error_t error{};
  session_.reset(mongoc_client_start_session(lease_.client(), session_options(), &error));
  if (session_) return std::nullopt;
  return judge(false, error, Reply(std::make_unique<Reply::Impl>()));
}

Answer Conversation::ask(const std::string& database, bson::View command, std::uint32_t server,
                         Deadline deadline) {
  if (auto failed = begin_session()) return std::move(*failed);
  auto impl = std::make_unique<Reply::Impl>();
  bson_error_t error{};

  Options options;
  mongoc_client_session_append(session_.get(), &options.bson, &error);
  if (server) bson_append_int32(&options.bson, "serverId", 8, static_cast<std::int32_t>(server));
  bson_t body;
  if (!bson_init_static(&body, command.data(), command.size()))
    return {Outcome::refused, Reply(std::move(impl)), "a command whose bytes are no BSON"};

  const RoundTrip trip(deadline < Deadline::max() - grace ? deadline + grace : deadline);
  const bool succeeded = mongoc_client_command_with_opts(
      lease_.client(), database.c_str(), &body, nullptr, &options.bson, &impl->bson, &error);
  return judge(succeeded, error, Reply(std::move(impl)));
}

std::optional<Server> Conversation::choose_server(Deadline deadline, std::string& reason) {
  const RoundTrip trip(deadline);
  bson_error_t error{};
  auto* found = mongoc_client_select_server(lease_.client(), true, nullptr, &error);
  if (!found) {
    reason = reason_of(error);
    return std::nullopt;
  }
  Server server{mongoc_server_description_id(found), mongoc_server_description_type(found)};
  mongoc_server_description_destroy(found);
  return server;
}

}  // namespace loom::core
