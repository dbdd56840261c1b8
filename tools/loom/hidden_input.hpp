#pragma once
// SPDX-License-Identifier: Apache-2.0
// Asks for a secret, so that it stands on no screen, in no history and in no list of processes.

#include <string_view>

#include "loom/secret/secret.hpp"

namespace loom::command {

/// Asks for it twice on a terminal, which shows nothing of it; else takes all of the standard
/// input, without a line break at its end.
///
/// Throws: Error (an empty one, one of more than 64 KiB, two that differ).
Secret ask_for_secret(std::string_view name);

}  // namespace loom::command
