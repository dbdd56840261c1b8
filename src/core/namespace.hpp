#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which database a declared name means: its own, or a Sandbox's temporary one.

#include <string>

namespace loom::core {

/// From now on a declared database `shop` is `<prefix>shop`; the server's own (admin, config,
/// local) stay.
void map_databases(std::string prefix);

/// From now on declared databases are themselves again.
void unmap_databases();

/// Declares that what was learnt about collections must be looked at again: see `epoch`.
void next_epoch() noexcept;

}  // namespace loom::core
