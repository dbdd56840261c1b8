#pragma once
// SPDX-License-Identifier: Apache-2.0
// The program's one connection: what it leads to, and how the first operation makes it.

#include <memory>
#include <string>
#include <string_view>

#include "connect/pool.hpp"
#include "core/deadline.hpp"
#include "loom/connect/connection_info.hpp"

namespace loom::core {

/// Who is in charge of the server: others, or Loom, which starts the private one.
enum class Keeper { others, loom };

/// What acknowledges a write, but for loom::unsafely::weak_writes both.
struct Confirmation {
  bool majority = true;
  bool journal = true;

  bool weak() const noexcept { return !majority || !journal; }
};

/// What a connection decides about each message that goes through it.
struct Terms {
  Deployment deployment;
  Confirmation confirmation{};
};

/// A pool and what was learnt of the deployment behind it.
class Connection {
 public:
  /// Throws: ConnectionError (see parse_uri).
  explicit Connection(std::string_view uri, const ConnectOptions& options = {},
                      Keeper keeper = Keeper::others);

  Pool& pool() noexcept { return pool_; }
  const mongoc_uri_t& uri() const noexcept { return pool_.uri(); }
  /// Its hosts, for texts.
  const std::string& hosts() const noexcept { return hosts_; }
  /// True where all hosts are on this machine.
  bool local() const noexcept { return local_; }
  Deployment deployment() const noexcept { return deployment_; }
  Keeper keeper() const noexcept { return keeper_; }
  Terms terms() const noexcept { return {deployment_, confirmation_}; }

  /// Waits until the deployment answers, and learns its kind.
  ///
  /// Throws: ConnectionError, TimeoutError.
  static void greet(const std::shared_ptr<Connection>& self, Deadline deadline);

  /// Starts the private server again where this leads to it and it has ended.
  ///
  /// Throws: ConnectionError, TimeoutError.
  void revive(Deadline deadline) const;

 private:
  Pool pool_;
  Keeper keeper_;
  std::string hosts_;
  bool local_;
  Confirmation confirmation_;
  Deployment deployment_ = Deployment::standalone;
};

/// The current connection; the first call makes it, as loom::connect documents.
///
/// Throws: ConnectionError, TimeoutError (another thread was still connecting at the deadline).
std::shared_ptr<Connection> current_connection(Deadline deadline);

/// Keeps the program on this machine's database (`MONGODB_LOCAL_URI`, or the private server) while
/// it lives, whatever loom::connect or `MONGODB_URI` named; loom::connect throws meanwhile. For a
/// Sandbox.
class OnlyLocal {
 public:
  /// Throws: Error (there is one already), ConnectionError, TimeoutError.
  explicit OnlyLocal(Deadline deadline);
  ~OnlyLocal();
  OnlyLocal(const OnlyLocal&) = delete;
  OnlyLocal& operator=(const OnlyLocal&) = delete;

 private:
  void end() noexcept;

  std::shared_ptr<Connection> before_;  // null where the program was on this database anyhow
};

}  // namespace loom::core
