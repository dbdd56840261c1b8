// SPDX-License-Identifier: Apache-2.0
// With TLS, only the server whose certificate was signed by the named authority for its name is
// one; and each way to fail there is told apart.

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <thread>

#include "loom/info/error.hpp"
#include "support/attempt.hpp"
#include "support/raw.hpp"
#include "support/secure_server.hpp"

namespace loom::test {
namespace {

using Reason = ConnectionError::Reason;

class Tls : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { server_ = std::make_unique<SecureServer>(); }
  static void TearDownTestSuite() { server_.reset(); }

  static std::string file(const char* name) { return server_->certificates().file(name); }

  /// The URI's options for TLS with this authority.
  static std::string tls_by(const char* authority) {
    return "&tls=true&tlsCAFile=" + file(authority);
  }

  /// An attempt that ends at its deadline: a server that is not there yet may still come.
  static Attempt attempt(const std::string& host, const std::string& options,
                         unsafely::OfConnection allowed = {}) {
    return Attempt(server_->uri_of("root:%s@", host, options),
                   {.secret = Secret::copy_of(SecureServer::root_password), .allow = allowed});
  }

  static inline std::unique_ptr<SecureServer> server_;
};

TEST_F(Tls, connects_to_the_server_that_it_names) {
  EXPECT_TRUE(attempt("127.0.0.1", tls_by("ca.pem")).succeeded());
  EXPECT_EQ(RawCollection({"shop", "c"}).count(), 0);
}

TEST_F(Tls, refuses_a_server_that_another_authority_vouches_for) {
  const auto attempted = attempt("127.0.0.1", tls_by("other.pem"));
  EXPECT_EQ(attempted.reason(), Reason::untrusted) << attempted.text();
  EXPECT_TRUE(attempted.says("certificate verify failed")) << attempted.text();
  EXPECT_TRUE(attempted.says("tlsCAFile")) << attempted.text();
}

TEST_F(Tls, refuses_a_server_that_no_authority_of_this_machine_vouches_for) {
  const auto attempted = attempt("127.0.0.1", "&tls=true");
  EXPECT_EQ(attempted.reason(), Reason::untrusted) << attempted.text();
}

TEST_F(Tls, refuses_a_server_of_another_name) {
  const auto attempted = attempt("localhost", tls_by("ca.pem"));
  EXPECT_EQ(attempted.reason(), Reason::wrong_host) << attempted.text();
  EXPECT_TRUE(attempted.says("hostname mismatch")) << attempted.text();
}

TEST_F(Tls, takes_any_certificate_only_where_a_word_allows_it) {
  EXPECT_EQ(attempt("localhost", tls_by("other.pem") + "&tlsInsecure=true").reason(), Reason::uri);
  EXPECT_TRUE(attempt("localhost", tls_by("other.pem") + "&tlsInsecure=true",
                      unsafely::unverified_certificates)
                  .succeeded());
  EXPECT_TRUE(attempt("localhost", tls_by("ca.pem") + "&tlsAllowInvalidHostnames=true",
                      unsafely::unverified_certificates)
                  .succeeded());
  EXPECT_EQ(attempt("127.0.0.1", tls_by("other.pem") + "&tlsAllowInvalidHostnames=true",
                    unsafely::unverified_certificates)
                .reason(),
            Reason::untrusted)
      << "the name alone may be another";
}

TEST_F(Tls, says_where_its_files_cannot_be_read) {
  for (const auto& options : {tls_by("no-such.pem"),
                              tls_by("ca.pem") + "&tlsCertificateKeyFile=" + file("no-such.pem")}) {
    const auto attempted = attempt("127.0.0.1", options);
    EXPECT_EQ(attempted.reason(), Reason::tls) << attempted.text();
    EXPECT_TRUE(attempted.says("tlsCAFile")) << attempted.text();
  }
}

TEST_F(Tls, is_missed_where_the_server_wants_it) {
  const auto attempted = attempt("127.0.0.1", "");
  EXPECT_EQ(attempted.reason(), Reason::broken_off) << attempted.text();
  EXPECT_TRUE(attempted.says("tls=true")) << attempted.text();
}

TEST_F(Tls, is_missed_where_the_server_has_none) {
  const Mongod plain(Mongod::Kind::member);
  while (!plain.answers()) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const Attempt attempted("mongodb://" + plain.host() + "/?directConnection=true&tls=true");
  EXPECT_EQ(attempted.reason(), Reason::tls) << attempted.text();
}

/// A port of this machine behind which nobody lives long: it takes a connection, reads what comes
/// first, and ends.
class DyingServer {
 public:
  DyingServer() : listening_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (bind(listening_, any, size) != 0 || listen(listening_, 16) != 0 ||
        getsockname(listening_, any, &size) != 0)
      throw std::runtime_error("no port");
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] {
      for (int one; (one = accept(listening_, nullptr, nullptr)) >= 0; close(one)) {
        char first[64];
        static_cast<void>(!read(one, first, sizeof first));
      }
    });
  }
  ~DyingServer() {
    shutdown(listening_, SHUT_RDWR);
    thread_.join();
    close(listening_);
  }
  std::string uri(const std::string& options) const {
    return "mongodb://127.0.0.1:" + std::to_string(port_) + "/?directConnection=true" + options;
  }

 private:
  int listening_;
  int port_ = 0;
  std::thread thread_;
};

TEST_F(Tls, tells_a_server_that_dies_in_the_handshake) {
  const DyingServer server;
  const Attempt plain(server.uri("")), secured(server.uri(tls_by("ca.pem")));
  EXPECT_EQ(plain.reason(), Reason::broken_off) << plain.text();
  EXPECT_EQ(secured.reason(), Reason::tls) << secured.text();
}

TEST_F(Tls, tells_a_server_that_is_not_there) {
  for (const auto& options : {std::string(), tls_by("ca.pem")}) {
    const Attempt attempted("mongodb://127.0.0.1:1/?directConnection=true" + options);
    EXPECT_EQ(attempted.reason(), Reason::unreachable) << attempted.text();
    EXPECT_TRUE(attempted.says("start it")) << attempted.text();
  }
  const Attempt attempted("mongodb://no-such-host.invalid/?tls=true",
                          {.allow = unsafely::no_login});
  EXPECT_EQ(attempted.reason(), Reason::unreachable) << attempted.text();
  EXPECT_TRUE(attempted.says("resolve no-such-host.invalid")) << attempted.text();
}

TEST_F(Tls, survives_a_server_that_is_killed_in_the_handshake) {
  SecureServer server;
  server.mongod().freeze();  // a connection is made, and nobody answers it
  std::optional<Attempt> attempted;
  std::thread client([&] {
    attempted.emplace(server.uri("root:%s@"),
                      ConnectOptions{.secret = Secret::copy_of(SecureServer::root_password)});
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  server.mongod().kill_hard();
  client.join();
  EXPECT_FALSE(attempted->succeeded());
  EXPECT_EQ(attempted->reason(), Reason::unreachable) << attempted->text();
}

}  // namespace
}  // namespace loom::test
