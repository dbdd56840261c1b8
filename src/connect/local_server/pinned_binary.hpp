#pragma once
// SPDX-License-Identifier: Apache-2.0
// The mongod that Loom itself brings: it is run only where it is the one that was pinned.

#include <filesystem>

namespace loom::core::local_server {

/// True where the file can be read, and has the pinned SHA-256.
bool is_pinned(const std::filesystem::path& mongod);

/// Reads the whole file, 0.4 s of it, and compares its SHA-256 with the pinned one.
///
/// Throws: ConnectionError where it is another or cannot be read, or where another user could
/// change
///         it or its directory.
void require_pinned(const std::filesystem::path& mongod);

}  // namespace loom::core::local_server
