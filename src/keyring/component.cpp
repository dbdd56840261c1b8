// SPDX-License-Identifier: Apache-2.0
// Makes the keyring known to a program that links this component.

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "keyring/session.hpp"
#include "loom/bson/utf8.hpp"
#include "secret/manager.hpp"

namespace loom {
namespace {

using keyring::ItemName;
using keyring::Session;
using Reason = SecretError::Reason;

/// Whose secrets: LOCAL_KEYRING_USERNAME, else the user's name, looked for as Python looks for it.
std::string username() {
  for (const char* variable : {"LOCAL_KEYRING_USERNAME", "LOGNAME", "USER", "LNAME", "USERNAME"}) {
    const char* const name = std::getenv(variable);
    if (name && *name) return name;
  }
  const passwd* const user = getpwuid(getuid());
  if (!user)
    throw SecretError(Reason::not_configured,
                      "this user has no name: set LOCAL_KEYRING_USERNAME to the one of the secret");
  return user->pw_name;
}

ItemName item_name(std::string_view secret) {
  ItemName name{std::string(secret), username()};
  if (!bson::is_utf8(name.service) || !bson::is_utf8(name.username))
    throw SecretError(Reason::refused, "a name in the keyring is UTF-8, and this is not");
  return name;
}

class Keyring final : public core::SecretKeeper {
 public:
  Secret get(std::string_view secret) override {
    const auto name = item_name(secret);
    Session session(core::operation_deadline());
    const auto item = session.find(name);
    if (!item)
      throw SecretError(Reason::absent, "the keyring has no secret " + name.service +
                                            " of the user " + name.username +
                                            ": keep one by `loom secret set " + name.service +
                                            "`, or correct the name");
    const auto value = session.read(*item);
    gsize size = 0;
    const char* const text = secret_value_get(value.get(), &size);
    return Secret::copy_of({text, size});
  }

  void set(std::string_view secret, std::string_view text) override {
    const auto name = item_name(secret);
    const keyring::Value value(
        secret_value_new(text.data(), static_cast<gssize>(text.size()), "text/plain"));
    Session session(core::operation_deadline());
    // Also an item of another program: one beside it would leave open which of them is meant.
    if (const auto item = session.find(name))
      session.overwrite(*item, *value);
    else
      session.add(name, *value);
  }
};

Keyring the_keyring;

}  // namespace
}  // namespace loom

/// The linker is told to look for this name (see CMake's LINKER:-u), or it would leave a component
/// out that nobody calls.
extern "C" const bool loom_keyring = [] {
  loom::core::add_secret_keeper(loom::SecretManager::keyring, loom::the_keyring);
  return true;
}();
