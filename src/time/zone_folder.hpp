#pragma once
// SPDX-License-Identifier: Apache-2.0
// The folder of the operating system's zone data, and the names in it.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace loom::core {

/// Where the zone data is: the variable TZDIR, else where systems have it.
///
/// Throws: TimeZoneError, where the machine has none.
std::filesystem::path zone_folder();

/// True where `name` is formed like a name of the IANA database: "Europe/Paris".
bool is_zone_name(std::string_view name);

/// The names in the folder that are most like `name`, best first; three at most.
std::vector<std::string> similar_zone_names(const std::filesystem::path& folder,
                                            std::string_view name);

}  // namespace loom::core
