#pragma once
// SPDX-License-Identifier: Apache-2.0
// What the environment says of the database: MONGODB_URI, MONGODB_LOCAL_URI, and their secrets.

#include <optional>
#include <string>

#include "loom/connect/connect.hpp"

namespace loom::core {

/// A URI of the environment, and the password that goes with it.
struct NamedUri {
  std::string uri;
  ConnectOptions options;
};

/// `MONGODB_URI` with the secret that `MONGODB_SECRET` names; nothing where it is not set.
///
/// Throws: ConnectionError, uri (a secret without a URI), SecretError.
std::optional<NamedUri> remote_by_environment();

/// `MONGODB_LOCAL_URI` with the secret that `MONGODB_LOCAL_SECRET` names; nothing where it is not
/// set.
///
/// Throws: ConnectionError, uri (a secret without a URI, a URI of another machine), SecretError.
std::optional<NamedUri> local_by_environment();

/// True where MONGODB_URI is set.
bool names_remote() noexcept;

}  // namespace loom::core
