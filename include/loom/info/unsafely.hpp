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

}  // namespace loom::unsafely
