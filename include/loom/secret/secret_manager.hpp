#pragma once
// SPDX-License-Identifier: Apache-2.0
// Where secrets are kept: the keyring of this user, or Google Secret Manager. Each is a component
// that a program links or not.

#include <string_view>
#include <vector>

#include "loom/secret/secret.hpp"

namespace loom {

/// Who keeps a secret.
enum class SecretManager {
  keyring,  ///< the Secret Service of this user's session; links loom::keyring
  google,   ///< Google Secret Manager; links loom::google_secret_manager
};

/// The secret of this name, from the first of `loom::secret_managers()` that has it.
///
/// Only a manager that says it has no such secret is passed over. Whatever else goes wrong, a
/// locked keyring, a refused access, a server that cannot be reached, is thrown at once: the next
/// manager could hold another secret of that name.
///
/// Throws: SecretError, whose reason() tells what to do. It ends within the deadline of
///         `loom::with_deadline`, else within 30 seconds.
///
///     loom::connect(uri, {.secret = loom::secret("db-password")});
Secret secret(std::string_view name);

/// The same, from this manager only.
///
///     auto token = loom::secret("api-token", loom::SecretManager::google);
Secret secret(std::string_view name, SecretManager manager);

/// Keeps `value` under this name: the keyring replaces what it had, Google Secret Manager adds a
/// version to a secret that exists.
///
/// Throws: SecretError.
///
///     loom::set_secret("db-password", typed_in, loom::SecretManager::keyring);
void set_secret(std::string_view name, const Secret& value, SecretManager manager);

/// The same for a text that is at hand, which its owner wipes.
void set_secret(std::string_view name, std::string_view value, SecretManager manager);

/// Declares which managers `loom::secret(name)` asks, and in which order. An empty list is the
/// default again.
///
///     loom::use_secret_managers({loom::SecretManager::google, loom::SecretManager::keyring});
void use_secret_managers(std::vector<SecretManager> order);

/// The managers that `loom::secret(name)` asks, in that order. Where the program declared none it
/// is one alone: Google Secret Manager where `GOOGLE_CLOUD_PROJECT` or `GOOGLE_CLOUD_PROJECT_NUM`
/// is set, else the keyring.
std::vector<SecretManager> secret_managers();

}  // namespace loom
