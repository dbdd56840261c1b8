#pragma once
// SPDX-License-Identifier: Apache-2.0
// One conversation with the keyring of this user, the Secret Service: it looks for an item, reads
// it, and writes it.

#include <optional>
#include <string>

#include "keyring/glib.hpp"
#include "loom/info/error.hpp"

namespace loom::keyring {

/// Which item: a secret's name and a user's, as Python's `keyring` names them.
struct ItemName {
  std::string service;
  std::string username;
};

class Session {
 public:
  /// Throws: SecretError: no_service, unreachable (the deadline).
  explicit Session(core::Deadline deadline);

  /// The item; nothing where there is none in a keyring that is open.
  ///
  /// Throws: SecretError: locked, ambiguous.
  Object<SecretItem> find(const ItemName& name);

  Value read(SecretItem& item);
  void overwrite(SecretItem& item, SecretValue& value);
  /// Adds an item to the default keyring.
  void add(const ItemName& name, SecretValue& value);

 private:
  Object<SecretCollection> default_keyring();

  Context context_;
  Limit limit_;
  Object<GDBusConnection> bus_;
  std::optional<Survival> survival_;
  Object<SecretService> service_;
};

}  // namespace loom::keyring
