// SPDX-License-Identifier: Apache-2.0
// What the private local server does with data: it keeps them, and offers what Loom builds on.

#include <gtest/gtest.h>
#include <mongoc/mongoc.h>

#include <csignal>
#include <filesystem>
#include <memory>
#include <string>

#include "connect/driver_log.hpp"
#include "support/server_home.hpp"

namespace loom::test {
namespace {

namespace fs = std::filesystem;

/// A pool as Loom's own, with the URI as it was given: with discovery of the replica set's member.
class Client {
 public:
  explicit Client(const std::string& uri_text) {
    core::start_driver();
    const std::unique_ptr<mongoc_uri_t, decltype(&mongoc_uri_destroy)> uri(
        mongoc_uri_new(uri_text.c_str()), mongoc_uri_destroy);
    pool_ = mongoc_client_pool_new(uri.get());
    client_ = mongoc_client_pool_pop(pool_);
    mongoc_client_set_error_api(client_, MONGOC_ERROR_API_VERSION_2);
  }
  ~Client() {
    mongoc_client_pool_push(pool_, client_);
    mongoc_client_pool_destroy(pool_);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  mongoc_client_t* get() const noexcept { return client_; }

  /// Runs a command on database "shop"; gives its "n", and reports an error as a failure.
  std::int64_t run(const std::string& json, mongoc_client_session_t* session = nullptr) {
    bson_error_t error{};
    const Bson command(json), options("{}");
    if (session) mongoc_client_session_append(session, options.get(), &error);
    bson_t reply;
    const bool ok = mongoc_client_write_command_with_opts(client_, "shop", command.get(),
                                                          options.get(), &reply, &error);
    EXPECT_TRUE(ok) << json << ": " << error.message;
    bson_iter_t n;
    const std::int64_t result = bson_iter_init_find(&n, &reply, "n") ? bson_iter_as_int64(&n) : -1;
    bson_destroy(&reply);
    return result;
  }

  struct Bson {
    explicit Bson(const std::string& json)
        : bytes(bson_new_from_json(reinterpret_cast<const std::uint8_t*>(json.c_str()), -1,
                                   nullptr)) {}
    ~Bson() { bson_destroy(bytes); }
    Bson(const Bson&) = delete;
    Bson& operator=(const Bson&) = delete;
    bson_t* get() const noexcept { return bytes; }
    bson_t* bytes;
  };

 private:
  mongoc_client_pool_t* pool_;
  mongoc_client_t* client_;
};

const std::string insert =
    R"({"insert": "orders", "documents": [{"total": 1}], "writeConcern": {"w": "majority", "j": true}})";
const std::string count = R"({"count": "orders"})";

TEST(LocalServerData, are_there_after_a_restart) {
  const ServerHome home;
  ServerUser first(home.environment());
  const std::string uri = first.answer();
  EXPECT_EQ(Client(uri).run(insert), 1);
  first.leave();
  await_end_of(process_behind(socket_of(uri)));

  ServerUser second(home.environment());
  EXPECT_EQ(Client(second.answer()).run(count), 1);
  EXPECT_TRUE(fs::exists(home.server() / "log.previous"));
}

TEST(LocalServerData, are_there_after_the_server_was_killed) {
  const ServerHome home;
  ServerUser user(home.environment());
  const std::string uri = user.answer();
  EXPECT_EQ(Client(uri).run(insert), 1);
  const pid_t server = process_behind(socket_of(uri));
  kill(server, SIGKILL);
  await_end_of(server);
  EXPECT_EQ(Client(user.ask("again")).run(count), 1);
}

TEST(LocalServerData, may_be_moved_while_no_server_runs) {
  ServerHome home;
  ServerUser first(home.environment());
  const std::string uri = first.answer();
  EXPECT_EQ(Client(uri).run(insert), 1);
  first.leave();
  await_end_of(process_behind(socket_of(uri)));
  home.move_to(home.path().string() + "-Moved");

  ServerUser second(home.environment());
  const std::string moved = second.answer();
  EXPECT_NE(moved, uri);
  Client client(moved);
  EXPECT_EQ(client.run(count), 1);
  EXPECT_EQ(client.run(insert), 1);
}

TEST(LocalServerData, are_written_in_transactions_and_watched) {
  const ServerHome home;
  ServerUser user(home.environment());
  Client client(user.answer());
  client.run(R"({"create": "orders"})");

  bson_error_t error{};
  auto* orders = mongoc_client_get_collection(client.get(), "shop", "orders");
  const Client::Bson everything("[]");
  auto* stream = mongoc_collection_watch(orders, everything.get(), nullptr);

  auto* session = mongoc_client_start_session(client.get(), nullptr, &error);
  ASSERT_TRUE(session) << error.message;
  const std::string plain = R"({"insert": "orders", "documents": [{"total": 2}]})";
  ASSERT_TRUE(mongoc_client_session_start_transaction(session, nullptr, &error)) << error.message;
  EXPECT_EQ(client.run(plain, session), 1);
  EXPECT_TRUE(mongoc_client_session_abort_transaction(session, &error)) << error.message;
  ASSERT_TRUE(mongoc_client_session_start_transaction(session, nullptr, &error)) << error.message;
  EXPECT_EQ(client.run(plain, session), 1);
  EXPECT_TRUE(mongoc_client_session_commit_transaction(session, nullptr, &error)) << error.message;
  EXPECT_EQ(client.run(count), 1);

  const bson_t* change = nullptr;
  bool changed = false;
  for (int i = 0; i < 30 && !changed; ++i) changed = mongoc_change_stream_next(stream, &change);
  EXPECT_TRUE(changed);
  EXPECT_FALSE(mongoc_change_stream_error_document(stream, &error, &change)) << error.message;

  mongoc_client_session_destroy(session);
  mongoc_change_stream_destroy(stream);
  mongoc_collection_destroy(orders);
}

}  // namespace
}  // namespace loom::test
