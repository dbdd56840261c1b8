// SPDX-License-Identifier: Apache-2.0
// A program of a user of Loom: it compiles with the headers, and links with the library.

#include <loom/loom.hpp>

struct Customer : loom::PersistableModel<Customer> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "customers");
  loom::Id<Customer> id;
  int age = 0;
};

/// A manager of secrets that is not linked says so.
bool has_keyring() {
  try {
    loom::secret("db-password", loom::SecretManager::keyring);
  } catch (const loom::SecretError& error) {
    return error.reason() != loom::SecretError::Reason::not_linked;
  }
  return true;
}

int main() {
  if (has_keyring()) return 2;
  loom::testing::Sandbox sandbox;
  Customer ada{.age = 36};
  ada.persist();
  return Customer::get(ada.id).age == 36 ? 0 : 1;
}
