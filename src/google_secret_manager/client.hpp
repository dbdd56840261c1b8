#pragma once
// SPDX-License-Identifier: Apache-2.0
// Reads and adds versions of secrets over the REST interface of Google Secret Manager.

#include <functional>

#include "google_secret_manager/http.hpp"
#include "google_secret_manager/secret_name.hpp"
#include "google_secret_manager/tokens.hpp"

namespace loom::google {

class Client {
 public:
  /// Throws: what `default_credentials` throws.
  explicit Client(const GoogleSecretManagerOptions& options);

  Secret get(const SecretName& name);
  void add_version(const SecretName& name, std::string_view value);

 private:
  std::string url(const SecretName& name) const;
  Response ask(const std::string& url, std::string_view body, core::Deadline deadline);
  Response ask_once(const Token& token, const std::string& url, std::string_view body,
                    core::Deadline deadline) const;

  const GoogleSecretManagerOptions options_;
  const Credentials credentials_;
  Tokens tokens_;
};

}  // namespace loom::google
