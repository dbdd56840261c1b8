// SPDX-License-Identifier: Apache-2.0
// Makes Google Secret Manager known to a program that links this component.

#include <cstdlib>
#include <memory>
#include <mutex>

#include "google_secret_manager/client.hpp"
#include "info/quoted.hpp"
#include "secret/manager.hpp"

namespace loom {
namespace {

using google::Client;
using Reason = SecretError::Reason;

std::string project_of(const GoogleSecretManagerOptions& options) {
  if (!options.project.empty()) return options.project;
  for (const char* variable : {"GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_PROJECT_NUM"}) {
    const char* const project = std::getenv(variable);
    if (project && *project) return project;
  }
  return "";
}

void require_https(const std::string& url, const char* option) {
  if (!url.starts_with("https://") || url.ends_with('/'))
    throw SecretError(Reason::refused, std::string(option) + " is " + core::quoted(url) +
                                           ": write it like https://secretmanager.googleapis.com");
}

class GoogleKeeper final : public core::SecretKeeper {
 public:
  Secret get(std::string_view name) override {
    // First the name, which needs nobody else.
    const auto read = google::read_name(name, project());
    return client()->get(read);
  }

  void set(std::string_view name, std::string_view value) override {
    const auto read = google::read_name(name, project());
    client()->add_version(read, value);
  }

  void configure(const GoogleSecretManagerOptions& options) {
    const std::lock_guard lock(mutex_);
    options_ = options;
    client_.reset();
  }

 private:
  std::string project() {
    const std::lock_guard lock(mutex_);
    return project_of(options_);
  }

  /// Made at the first use, for it reads the credentials; kept, for it has the token.
  std::shared_ptr<Client> client() {
    const std::lock_guard lock(mutex_);
    if (!client_) client_ = std::make_shared<Client>(options_);
    return client_;
  }

  std::mutex mutex_;
  GoogleSecretManagerOptions options_;
  std::shared_ptr<Client> client_;
};

/// Never destroyed: a destructor of the program may still ask for a secret.
GoogleKeeper& keeper() {
  static auto& keeper = *new GoogleKeeper;
  return keeper;
}

}  // namespace

void use_google_secret_manager(const GoogleSecretManagerOptions& options) {
  if (!options.endpoint.empty()) require_https(options.endpoint, "endpoint");
  require_https(options.token_endpoint, "token_endpoint");
  keeper().configure(options);
}

}  // namespace loom

/// The linker is told to look for this name (see CMake's LINKER:-u), or it would leave a component
/// out that nobody calls.
extern "C" const bool loom_google_secret_manager = [] {
  loom::core::add_secret_keeper(loom::SecretManager::google, loom::keeper());
  return true;
}();
