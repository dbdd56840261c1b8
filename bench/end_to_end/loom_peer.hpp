#pragma once
// SPDX-License-Identifier: Apache-2.0
// Loom as a peer of the peer benchmark: the same documents, phases and lines as raw_mongoc.

#include <string_view>

namespace bench {

/// Runs the phases of `mode`, "insert" or "read", and prints a JSON line for each.
void run_loom_peer(std::string_view mode);

}  // namespace bench
