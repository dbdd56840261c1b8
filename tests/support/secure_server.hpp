#pragma once
// SPDX-License-Identifier: Apache-2.0
// A real mongod as others run it: it asks for a login and takes nothing but TLS.

#include <filesystem>
#include <memory>
#include <string>

#include "loom/connect/connect.hpp"
#include "support/mongod.hpp"

namespace loom::test {

/// Certificates that nobody else trusts, in a folder of their own; see make_certificates.py.
class Certificates {
 public:
  Certificates();
  ~Certificates();
  Certificates(const Certificates&) = delete;
  Certificates& operator=(const Certificates&) = delete;

  std::string file(const char* name) const { return folder_ / name; }
  std::string text(const char* name) const;

 private:
  std::filesystem::path folder_;
};

/// A replica set of one on a port of this machine. Its users are "root", whose password is
/// `root_password`, and the client certificate, which may only read.
class SecureServer {
 public:
  SecureServer();
  ~SecureServer();

  static constexpr const char* root_password = "p@ss:w/rd%s 100%";

  /// "mongodb://login127.0.0.1:27300/?…": to this server, whose authority is trusted.
  std::string uri(const std::string& login = {}, const std::string& options = {}) const;
  /// The same by another name for the host, and with all its options said.
  std::string uri_of(const std::string& login, const std::string& host,
                     const std::string& options) const;
  /// Connects Loom as "root".
  void connect_as_root() const;

  const Certificates& certificates() const noexcept { return certificates_; }
  Mongod& mongod() noexcept { return *mongod_; }

 private:
  Certificates certificates_;
  std::unique_ptr<Mongod> mongod_;
};

}  // namespace loom::test
