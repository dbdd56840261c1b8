#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which time zone data this machine has.

#include <filesystem>
#include <string>

namespace loom {

/// The operating system's zone data.
struct ZoneData {
  std::filesystem::path folder;  ///< of the variable TZDIR, else where systems have it
  std::string version;           ///< "2025b"; empty where nothing in the folder tells it
};

/// Where `loom::zone` reads, and of which version of the IANA database it is.
///
/// Throws: TimeZoneError, where the machine has none.
/// Source: https://data.iana.org/time-zones/tz-link.html
///
///     std::cout << "time zones as of " << loom::zone_data().version << '\n';
ZoneData zone_data();

}  // namespace loom
