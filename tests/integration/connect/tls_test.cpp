// SPDX-License-Identifier: Apache-2.0
// With TLS, only the server whose certificate was signed by the named authority for its name is
// one.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "loom/connect/connect.hpp"
#include "loom/core/command.hpp"
#include "loom/info/error.hpp"
#include "support/json.hpp"
#include "support/mongod.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

// An authority, a certificate that it signed for 127.0.0.1 only, and another authority.
constexpr const char* make_certificates = R"sh(
set -e
key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
for authority in ca other
do openssl req -x509 $key -keyout $authority.key -out $authority.pem -subj /CN=$authority -days 2
done
openssl req $key -keyout server.key -out server.csr -subj /CN=server
echo subjectAltName=IP:127.0.0.1 > names
openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.crt -days 2 -extfile names
cat server.key server.crt > server.pem
)sh";

class Tls : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    char name[] = "/tmp/loom-tls-XXXXXX";
    ASSERT_TRUE(mkdtemp(name));
    directory_ = name;
    const auto script = "cd " + directory_.string() + " && (" + make_certificates + ") 2>/dev/null";
    ASSERT_EQ(std::system(script.c_str()), 0) << "no certificates: install the package openssl";
    server_ = std::make_unique<Mongod>(
        Mongod::Kind::member,
        std::vector<std::string>{"--tlsMode", "allowTLS", "--tlsCertificateKeyFile",
                                 file("server.pem"), "--tlsCAFile", file("ca.pem"),
                                 "--tlsAllowConnectionsWithoutCertificates"});
    while (!server_->answers()) std::this_thread::sleep_for(20ms);
    server_->command("admin",
                     R"({"replSetInitiate": {"_id": "r", "members": [{"_id": 0, "host": ")" +
                         server_->host() + R"("}], "settings": {"electionTimeoutMillis": 500}}})");
    while (!server_->takes_writes()) std::this_thread::sleep_for(20ms);
  }
  static void TearDownTestSuite() {
    server_.reset();
    std::filesystem::remove_all(directory_);
  }

  static std::string file(const char* name) { return directory_ / name; }
  static std::string port() { return server_->host().substr(server_->host().find(':')); }

  /// What an attempt to connect says; empty where it succeeds.
  static std::string refusal_of(const std::string& host, const char* authority) {
    try {
      with_deadline(1500ms, [&] {
        connect("mongodb://" + host + port() +
                "/?directConnection=true&tls=true&tlsCAFile=" + file(authority));
      });
      return {};
    } catch (const ConnectionError& error) {
      return error.what();
    }
  }

 private:
  static inline std::filesystem::path directory_;
  static inline std::unique_ptr<Mongod> server_;
};

TEST_F(Tls, connects_to_the_server_that_it_names) {
  EXPECT_EQ(refusal_of("127.0.0.1", "ca.pem"), "");
  const Bson body(R"({"find": "c"})");
  core::run({.database = "shop", .body = body.bytes(), .operation = "find shop.c"});
}

TEST_F(Tls, refuses_a_server_that_another_authority_vouches_for) {
  const auto text = refusal_of("127.0.0.1", "other.pem");
  EXPECT_NE(text.find("certificate"), text.npos) << text;
}

TEST_F(Tls, refuses_a_server_of_another_name) {
  const auto text = refusal_of("localhost", "ca.pem");
  EXPECT_NE(text.find("ostname mismatch"), text.npos) << text;
}

TEST_F(Tls, says_where_its_files_cannot_be_read) {
  EXPECT_NE(refusal_of("127.0.0.1", "no-such.pem"), "");
}

}  // namespace
}  // namespace loom::test
