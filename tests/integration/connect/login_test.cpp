// SPDX-License-Identifier: Apache-2.0
// Logins by password and by certificate, at a server that asks for them: who is let in, and how a
// refusal is told from the lack of a right.

#include <gtest/gtest.h>

#include "support/attempt.hpp"
#include "support/raw.hpp"
#include "support/secure_server.hpp"

namespace loom::test {
namespace {

using Reason = ConnectionError::Reason;

class Login : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    server_ = std::make_unique<SecureServer>();
    server_->connect_as_root();
    run("admin",
        R"({"createUser": "reader", "pwd": "r", "roles": [{"role": "read", "db": "shop"}]})");
    run("shop", R"({"createUser": "old", "pwd": "pässword", "roles": ["readWrite"],
                    "mechanisms": ["SCRAM-SHA-1"]})");
  }
  static void TearDownTestSuite() { server_.reset(); }

  static void run(const std::string& database, const std::string& json) {
    static_cast<void>(RawCollection({database, ""}).run(json, core::Effect::idempotent));
  }

  static Attempt log_in(const std::string& user, std::string_view password,
                        const std::string& options = {}) {
    return Attempt(server_->uri(user + ":%s@", options), {.secret = Secret::copy_of(password)});
  }

  /// A login by a certificate, of the user that it names.
  static Attempt log_in_by(const char* certificate, const std::string& user = {}) {
    return Attempt(server_->uri(user, "&authMechanism=MONGODB-X509&tlsCertificateKeyFile=" +
                                          server_->certificates().file(certificate)));
  }

  static void expect_only_to_read() {
    EXPECT_EQ(shop.count(), 0);
    try {
      shop.insert(R"({"name": "hunter2"})");
      ADD_FAILURE() << "a reader has written";
    } catch (const NotAuthorizedError& error) {
      EXPECT_EQ(error.code(), 13);
      const std::string text = error.what();
      EXPECT_NE(text.find("grant the login the right"), text.npos) << text;
      EXPECT_EQ(text.find("hunter2"), text.npos) << text;
    }
  }

  static inline const RawCollection shop{{"shop", "c"}};
  static inline std::unique_ptr<SecureServer> server_;
};

TEST_F(Login, by_a_password_of_any_characters_is_let_in) {
  EXPECT_TRUE(log_in("root", SecureServer::root_password).succeeded());
  EXPECT_EQ(shop.count(), 0);
  for (const char* mechanism : {"SCRAM-SHA-1", "SCRAM-SHA-256"})
    EXPECT_TRUE(
        log_in("root", SecureServer::root_password, "&authMechanism=" + std::string(mechanism))
            .succeeded());
  const auto old = log_in("old", "pässword", "&authSource=shop");
  EXPECT_TRUE(old.succeeded()) << old.text();
}

TEST_F(Login, by_a_wrong_password_or_of_nobody_is_refused) {
  const Attempt wrong[] = {log_in("root", "hunter2"), log_in("nobody", "hunter2"),
                           log_in("root", "p"),  // what an old driver takes "p@ss…" for
                           log_in("root", SecureServer::root_password, "&authSource=shop")};
  for (const auto& attempted : wrong) {
    EXPECT_EQ(attempted.reason(), Reason::login) << attempted.text();
    EXPECT_TRUE(attempted.says("Authentication failed")) << attempted.text();
    EXPECT_TRUE(attempted.says("authSource")) << attempted.text();
  }
}

TEST_F(Login, that_is_wrong_leaves_the_connection_before) {
  server_->connect_as_root();
  EXPECT_EQ(log_in("root", "hunter2").reason(), Reason::login);
  EXPECT_EQ(shop.count(), 0);
}

TEST_F(Login, of_a_reader_may_not_write) {
  ASSERT_TRUE(log_in("reader", "r").succeeded());
  expect_only_to_read();
}

TEST_F(Login, that_is_none_may_do_nothing) {
  ASSERT_TRUE(Attempt(server_->uri()).succeeded()) << "the server greets anybody";
  EXPECT_THROW(static_cast<void>(shop.count()), NotAuthorizedError);
}

TEST_F(Login, by_a_certificate_is_of_the_user_that_it_names) {
  const auto attempted = log_in_by("client.pem");
  ASSERT_TRUE(attempted.succeeded()) << attempted.text();
  expect_only_to_read();
}

TEST_F(Login, by_the_certificate_of_nobody_is_refused) {
  const auto attempted = log_in_by("server.pem");  // known to the authority, and no user
  EXPECT_EQ(attempted.reason(), Reason::login) << attempted.text();
  const auto another = log_in_by("client.pem", "CN%3Danother@");
  EXPECT_EQ(another.reason(), Reason::login) << another.text();
}

TEST_F(Login, by_a_certificate_that_the_server_does_not_trust_is_broken_off) {
  const auto attempted = log_in_by("stranger.pem");
  EXPECT_TRUE(attempted.reason() == Reason::broken_off || attempted.reason() == Reason::tls)
      << attempted.text();
  EXPECT_TRUE(attempted.says("certificate")) << attempted.text();
}

TEST_F(Login, that_is_taken_away_stops_the_program) {
  server_->connect_as_root();
  run("admin", R"({"createUser": "guest", "pwd": "g", "roles": ["readAnyDatabase"]})");
  ASSERT_TRUE(log_in("guest", "g").succeeded());
  EXPECT_EQ(shop.count(), 0);
  {
    Attempt again(server_->uri("root:%s@"),
                  {.secret = Secret::copy_of(SecureServer::root_password)});
    run("admin", R"({"dropUser": "guest"})");
  }
  EXPECT_EQ(log_in("guest", "g").reason(), Reason::login);
}

}  // namespace
}  // namespace loom::test
