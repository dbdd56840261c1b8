// SPDX-License-Identifier: Apache-2.0
// A real mongod as others run it: it asks for a login and takes nothing but TLS.

#include "support/secure_server.hpp"

#include <sys/stat.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "support/raw.hpp"

namespace loom::test {
namespace {

using namespace std::chrono_literals;

void run_as_root(const std::string& database, const std::string& json,
                 core::Effect effect = core::Effect::idempotent) {
  static_cast<void>(RawCollection({database, ""}).run(json, effect));
}

std::vector<std::string> arguments_with(const Certificates& certificates) {
  const auto key = certificates.file("key");  // members of a set with logins have one in common
  std::ofstream(key) << std::string(64, 'k');
  chmod(key.c_str(), 0600);
  return {"--auth",
          "--keyFile",
          key,
          "--tlsMode",
          "allowTLS",
          "--tlsCertificateKeyFile",
          certificates.file("server.pem"),
          "--tlsCAFile",
          certificates.file("ca.pem"),
          "--tlsAllowConnectionsWithoutCertificates",
          "--setParameter",
          "authenticationMechanisms=SCRAM-SHA-1,SCRAM-SHA-256,MONGODB-X509"};
}

}  // namespace

Certificates::Certificates() {
  char name[] = "/tmp/loom-certificates-XXXXXX";
  if (!mkdtemp(name)) throw std::runtime_error("no folder for certificates");
  folder_ = name;
  const char* python = std::getenv("LOOM_PYTHON");
  const auto script = std::string(python ? python : "build/venv/bin/python") +
                      " tests/support/make_certificates.py " + folder_.string();
  if (std::system(script.c_str()) != 0)
    throw std::runtime_error("no certificates: run ./dev setup, or set LOOM_PYTHON");
}

Certificates::~Certificates() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string Certificates::text(const char* name) const {
  std::ifstream in(file(name));
  return {std::istreambuf_iterator<char>(in), {}};
}

SecureServer::SecureServer()
    : mongod_(std::make_unique<Mongod>(Mongod::Kind::member, arguments_with(certificates_))) {
  while (!mongod_->answers()) std::this_thread::sleep_for(20ms);
  mongod_->command("admin", R"({"replSetInitiate": {"_id": "r", "members": [{"_id": 0, "host": ")" +
                                mongod_->host() +
                                R"("}], "settings": {"electionTimeoutMillis": 500}}})");
  while (!mongod_->takes_writes()) std::this_thread::sleep_for(20ms);
  // Without any user, one of this machine may make the first.
  mongod_->command("admin", R"({"createUser": "root", "roles": ["root"], "pwd": ")" +
                                std::string(root_password) + R"("})");
  connect_as_root();
  run_as_root("$external", R"({"createUser": ")" + certificates_.text("client.subject") +
                               R"(", "roles": [{"role": "read", "db": "shop"}]})");
  run_as_root("shop", R"({"create": "c"})");
  for (const char* mode : {"preferTLS", "requireTLS"})
    run_as_root("admin", R"({"setParameter": 1, "tlsMode": ")" + std::string(mode) + R"("})",
                core::Effect::read);  // it takes no write concern
}

SecureServer::~SecureServer() = default;

std::string SecureServer::uri_of(const std::string& login, const std::string& host,
                                 const std::string& options) const {
  const auto port = mongod_->host().substr(mongod_->host().find(':'));
  return "mongodb://" + login + host + port + "/?directConnection=true" + options;
}

std::string SecureServer::uri(const std::string& login, const std::string& options) const {
  return uri_of(login, "127.0.0.1",
                "&tls=true&tlsCAFile=" + certificates_.file("ca.pem") + options);
}

void SecureServer::connect_as_root() const {
  connect(uri("root:%s@"), {.secret = Secret::copy_of(root_password)});
}

}  // namespace loom::test
