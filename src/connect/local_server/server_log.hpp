#pragma once
// SPDX-License-Identifier: Apache-2.0
// Reads the log of a server that ended, for the error that says why.

#include <filesystem>
#include <string>

namespace loom::core::local_server {

/// The last few errors in mongod's log, or where there are none its last lines, in words: each on a
/// line of its own. Empty where there is no log.
std::string last_words(const std::filesystem::path& log);

}  // namespace loom::core::local_server
