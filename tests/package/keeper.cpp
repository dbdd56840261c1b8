// SPDX-License-Identifier: Apache-2.0
// A user's program that links both managers of secrets: each answers for itself, though there is no
// keyring and no project here.

#include <cstdlib>
#include <iostream>
#include <loom/loom.hpp>

namespace {

using Reason = loom::SecretError::Reason;

bool fails(loom::SecretManager manager, Reason expected) {
  try {
    loom::secret("db-password", manager);
  } catch (const loom::SecretError& error) {
    std::cout << error.what() << "\n";
    return error.reason() == expected;
  }
  return false;
}

}  // namespace

int main() {
  setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", 1);
  unsetenv("GOOGLE_CLOUD_PROJECT");
  unsetenv("GOOGLE_CLOUD_PROJECT_NUM");
  return fails(loom::SecretManager::keyring, Reason::no_service) &&
                 fails(loom::SecretManager::google, Reason::not_configured)
             ? 0
             : 1;
}
