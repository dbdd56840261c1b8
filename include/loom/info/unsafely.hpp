#pragma once
// SPDX-License-Identifier: Apache-2.0
// The words that give up a safety. `git grep unsafely` lists every dangerous line of a program.

namespace loom::unsafely {

/// The last writer wins: `x.persist(loom::unsafely::overwrite)` writes over what others changed.
struct Overwrite {};
inline constexpr Overwrite overwrite{};

/// More documents than are held in memory without asking: `.unbounded(loom::unsafely::unbounded)`.
struct Unbounded {};
inline constexpr Unbounded unbounded{};

/// Every document is meant: `M::filter(loom::unsafely::everything).erase()`.
struct Everything {};
inline constexpr Everything everything{};

/// Values of documents leave Loom: `loom::on_command(callback, loom::unsafely::with_values)`.
struct WithValues {};
inline constexpr WithValues with_values{};

/// What a URI may give up: `.allow` of `loom::ConnectOptions`, joined by `|`.
enum class OfConnection : unsigned {
  /// The password stands in the URI, where logs, histories and other processes may see it.
  inline_password = 1,
  /// Whoever is on the way to another machine reads and changes everything.
  no_tls = 2,
  /// `tlsInsecure` and its like: TLS with whoever answers.
  unverified_certificates = 4,
  /// `w=1`, `journal=false`: an acknowledged write may be lost, and a read may see it before. A
  /// transaction is still confirmed by a majority; `w=0` is not to be had.
  weak_writes = 8,
  /// Another machine's database takes whoever comes.
  no_login = 16,
};
using enum OfConnection;

constexpr OfConnection operator|(OfConnection a, OfConnection b) noexcept {
  return static_cast<OfConnection>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}

}  // namespace loom::unsafely
