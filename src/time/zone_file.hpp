#pragma once
// SPDX-License-Identifier: Apache-2.0
// One file of the operating system's zone data, in the format TZif.

#include <optional>
#include <string_view>
#include <vector>

#include "time/zone_rule.hpp"
#include "time/zone_table.hpp"

namespace loom::core {

struct ZoneFile {
  /// Every change that the file lists and its rule adds, in ascending order. The first one holds
  /// since ever.
  std::vector<Piece> pieces;
  /// The piece at the begin of each slice of time, from the first change on.
  std::vector<std::uint16_t> slices;
  /// As in ZoneTable.
  Millis repeats_from = latest_instant;
};

/// What the bytes of a file say; nothing where they are no TZif file of version 2 or newer, or
/// count leap seconds.
///
/// Source: https://www.rfc-editor.org/rfc/rfc8536
std::optional<ZoneFile> read_zone_file(std::string_view bytes);

}  // namespace loom::core
