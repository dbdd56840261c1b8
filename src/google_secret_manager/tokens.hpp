#pragma once
// SPDX-License-Identifier: Apache-2.0
// The token that Google Secret Manager is asked with, kept until shortly before it expires.

#include <memory>
#include <mutex>
#include <string>

#include "core/deadline.hpp"
#include "google_secret_manager/credentials.hpp"
#include "loom/secret/google_secret_manager.hpp"

namespace loom::google {

using Token = std::shared_ptr<const Secret>;

class Tokens {
 public:
  Tokens(const Credentials& credentials, const GoogleSecretManagerOptions& options)
      : credentials_(credentials), options_(options) {}

  /// A token that holds for a while. Where a new one cannot be had, the old one as long as it
  /// holds.
  ///
  /// Throws: SecretError: unreachable, unauthenticated, not_configured (no credentials and no
  ///         metadata server), malformed.
  Token get(core::Deadline deadline);

  /// Forgets a token that was refused.
  void drop(const Token& refused);

 private:
  struct Fresh {
    Secret text;
    std::chrono::seconds life;
  };
  Fresh fetch(core::Deadline deadline) const;
  Fresh fetch_for(const ServiceAccount& account, core::Deadline deadline) const;
  Fresh fetch_for(const AuthorizedUser& user, core::Deadline deadline) const;
  Fresh fetch_for(const MetadataServer& server, core::Deadline deadline) const;

  const Credentials& credentials_;
  const GoogleSecretManagerOptions& options_;
  std::timed_mutex mutex_;
  Token token_;
  core::Deadline expiry_{};
};

}  // namespace loom::google
