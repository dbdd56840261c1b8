// SPDX-License-Identifier: Apache-2.0
// Which time zone data this machine has.

#include "loom/time/zone_data.hpp"

#include <fstream>
#include <string_view>

#include "time/zone_folder.hpp"

namespace loom {
namespace {

std::string first_line_of(const std::filesystem::path& file) {
  std::string line;
  std::getline(std::ifstream(file), line);
  return line;
}

}  // namespace

ZoneData zone_data() {
  const auto folder = core::zone_folder();
  // Linux has the one file, macOS and the BSDs the other.
  constexpr std::string_view before = "# version ";
  if (const auto line = first_line_of(folder / "tzdata.zi"); line.starts_with(before))
    return {folder, line.substr(before.size())};
  return {folder, first_line_of(folder / "+VERSION")};
}

}  // namespace loom
