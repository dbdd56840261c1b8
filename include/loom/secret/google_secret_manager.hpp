#pragma once
// SPDX-License-Identifier: Apache-2.0
// What can be set about Google Secret Manager; nothing has to be.

#include <string>

namespace loom {

/// Where Google Secret Manager is, and whose secrets are meant. TLS is always verified.
struct GoogleSecretManagerOptions {
  /// The project of names that say none; else `GOOGLE_CLOUD_PROJECT` or `GOOGLE_CLOUD_PROJECT_NUM`.
  std::string project{};
  /// Another address than Google's, as of a private endpoint: "https://…". Empty: that of the
  /// secret's region and of the credentials' universe.
  std::string endpoint{};
  /// Who gives tokens to a person's credentials. What a file of credentials says about it is not
  /// believed.
  std::string token_endpoint = "https://oauth2.googleapis.com/token";
  /// A file of certificates (PEM) to trust instead of the system's.
  std::string ca_file{};
};

/// Sets this for the requests that begin after it, which also look for credentials anew. Links
/// loom::google_secret_manager.
///
/// Throws: SecretError, refused: an address that is not https.
///
///     loom::use_google_secret_manager({.project = "my-project"});
void use_google_secret_manager(const GoogleSecretManagerOptions& options);

}  // namespace loom
