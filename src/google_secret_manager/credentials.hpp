#pragma once
// SPDX-License-Identifier: Apache-2.0
// As whom Google Secret Manager is asked: application default credentials.

#include <string>
#include <string_view>
#include <variant>

#include "loom/secret/secret.hpp"

namespace loom::google {

/// An account of a program: it signs its tokens itself.
struct ServiceAccount {
  std::string email;
  std::string key_id;
  Secret private_key;  ///< PEM, PKCS#8
};

/// What `gcloud auth application-default login` leaves for a person.
struct AuthorizedUser {
  std::string client_id;
  Secret client_secret;
  Secret refresh_token;
};

/// The account of the virtual machine that this program runs on.
struct MetadataServer {
  std::string host;
};

struct Credentials {
  std::variant<ServiceAccount, AuthorizedUser, MetadataServer> account;
  std::string quota_project{};  ///< the project that pays for a person's requests
  std::string universe = "googleapis.com";
};

/// The credentials in a file's text; `place` is what an error calls it.
///
/// Throws: SecretError: malformed, unsupported_credentials.
Credentials parse_credentials(std::string_view json, const std::string& place);

/// The credentials of this program, in Google's order: the file that GOOGLE_APPLICATION_CREDENTIALS
/// names, the one that gcloud left, the metadata server.
///
/// Throws: SecretError: not_configured (the named file cannot be read), malformed,
///         unsupported_credentials.
/// Source: https://cloud.google.com/docs/authentication/application-default-credentials
Credentials default_credentials();

}  // namespace loom::google
