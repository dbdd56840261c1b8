#pragma once
// SPDX-License-Identifier: Apache-2.0
// What the program's connection leads to.

#include <string>

namespace loom {

/// What kind of deployment a connection leads to.
enum class Deployment {
  standalone,   ///< no transactions, no change streams, and a write is sent once only
  replica_set,  ///< also one of its members, reached directly
  sharded,
};

/// The facts of a connection.
struct ConnectionInfo {
  std::string hosts;  ///< "127.0.0.1:27017, 127.0.0.1:27018"
  Deployment deployment{};
  bool tls = false;
  bool on_this_machine = false;    ///< all hosts are loopback addresses or Unix sockets
  bool is_private_server = false;  ///< the one that Loom starts
};

/// Connects as the first operation does, where nothing has yet, and tells what it leads to.
///
/// Throws: ConnectionError, TimeoutError, as `loom::connect`.
///
///     if (loom::connection_info().deployment == loom::Deployment::standalone) warn();
ConnectionInfo connection_info();

}  // namespace loom
