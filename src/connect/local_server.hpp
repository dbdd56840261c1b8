#pragma once
// SPDX-License-Identifier: Apache-2.0
// The private local server of one user: a real mongod, a replica set of one, on a Unix socket only.

#include <string>

namespace loom::core {

/// Makes sure that the private server runs and stays while this process lives; gives its URI.
///
/// Safe to call from several threads and processes at once: one starts it, the others wait.
/// Throws: ConnectionError (no mongod binary, one that does not start: with its last log lines, a
///         directory that another user could reach).
std::string local_server_uri();

}  // namespace loom::core
