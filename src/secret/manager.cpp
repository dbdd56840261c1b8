// SPDX-License-Identifier: Apache-2.0
// Which managers there are, and in which order they are asked.

#include "secret/manager.hpp"

#include <array>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <string>

#include "info/quoted.hpp"
#include "loom/info/error.hpp"

namespace loom {
namespace {

using Reason = SecretError::Reason;

// Constant-initialised, so that it is there before any component makes itself known.
constinit std::array<std::atomic<core::SecretKeeper*>, 2> keepers{};

std::mutex declared_mutex;
std::vector<SecretManager> declared;

struct Component {
  const char* manager;
  const char* target;
};
Component component(SecretManager manager) {
  return manager == SecretManager::google
             ? Component{"Google Secret Manager", "loom::google_secret_manager"}
             : Component{"the keyring", "loom::keyring"};
}

core::SecretKeeper& keeper_of(SecretManager manager) {
  auto* const keeper = keepers.at(static_cast<std::size_t>(manager)).load();
  if (!keeper) {
    const auto [name, target] = component(manager);
    throw SecretError(Reason::not_linked,
                      std::string("this program cannot ask ") + name + ": link it with " + target);
  }
  return *keeper;
}

void require_name(std::string_view name) {
  if (name.empty() || name.find('\0') != std::string_view::npos)
    throw SecretError(Reason::refused,
                      "a secret's name is a text that is not empty and holds no zero byte");
}

bool is_set(const char* variable) {
  const char* const value = std::getenv(variable);
  return value && *value;
}

}  // namespace

void core::add_secret_keeper(SecretManager manager, SecretKeeper& keeper) noexcept {
  keepers[static_cast<std::size_t>(manager)] = &keeper;
}

Secret secret(std::string_view name, SecretManager manager) {
  require_name(name);
  return keeper_of(manager).get(name);
}

Secret secret(std::string_view name) {
  const auto order = secret_managers();
  for (auto manager = order.begin();; ++manager) {
    try {
      return secret(name, *manager);
    } catch (const SecretError& error) {
      if (error.reason() != Reason::absent || manager + 1 == order.end()) throw;
    }
  }
}

void set_secret(std::string_view name, std::string_view value, SecretManager manager) {
  require_name(name);
  keeper_of(manager).set(name, value);
}

void set_secret(std::string_view name, const Secret& value, SecretManager manager) {
  set_secret(name, value.reveal(), manager);
}

void use_secret_managers(std::vector<SecretManager> order) {
  const std::lock_guard lock(declared_mutex);
  declared = std::move(order);
}

std::vector<SecretManager> secret_managers() {
  {
    const std::lock_guard lock(declared_mutex);
    if (!declared.empty()) return declared;
  }
  const bool google = is_set("GOOGLE_CLOUD_PROJECT") || is_set("GOOGLE_CLOUD_PROJECT_NUM");
  return {google ? SecretManager::google : SecretManager::keyring};
}

}  // namespace loom
