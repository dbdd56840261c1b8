// SPDX-License-Identifier: Apache-2.0
// Finds the zone data, and names for one that was misspelt.

#include "time/zone_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "loom/info/error.hpp"

namespace loom::core {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// How many characters must be added, removed or replaced to make one text of the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::string_view city(std::string_view name) { return name.substr(name.rfind('/') + 1); }

/// Of the whole names or of their cities, "Paris" for "Europe/Paris".
std::size_t difference(std::string_view asked, std::string_view known) {
  return std::min(edit_distance(asked, known), edit_distance(city(asked), city(known)));
}

}  // namespace

std::filesystem::path zone_folder() {
  const char* own = std::getenv("TZDIR");
  if (own != nullptr && *own != '\0') {
    if (std::filesystem::is_directory(own)) return own;
    throw TimeZoneError(
        "There is no zone data where the variable TZDIR says: let it name a folder with files of "
        "the IANA time zone database, or unset it.");
  }
  for (const char* place :
       {"/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"})
    if (std::filesystem::is_directory(place)) return place;
  throw TimeZoneError(
      "This machine has no time zone data: install its package tzdata, or let the variable TZDIR "
      "name a folder with it.");
}

bool is_zone_name(std::string_view name) {
  // A small letter begins what is no zone there: posix/, right/, localtime, tzdata.zi.
  return !name.empty() && name.size() < 100 && name[0] >= 'A' && name[0] <= 'Z' &&
         name.find("//") == name.npos && name.back() != '/' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '/' ||
                  c == '_' || c == '-' || c == '+';
         });
}

std::vector<std::string> similar_zone_names(const std::filesystem::path& folder,
                                            std::string_view name) {
  constexpr std::size_t wanted = 3;
  std::vector<std::pair<std::size_t, std::string>> found;
  std::error_code unreadable;
  const std::size_t farthest = 1 + city(name).size() / 4;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, unreadable)) {
    const auto known = entry.path().lexically_relative(folder).generic_string();
    if (!entry.is_regular_file(unreadable) || !is_zone_name(known)) continue;
    const auto distance = difference(name, known);
    if (distance <= farthest) found.emplace_back(distance, known);
  }
  std::sort(found.begin(), found.end());
  if (found.size() > wanted) found.resize(wanted);
  std::vector<std::string> names;
  for (auto& [distance, known] : found) names.push_back(std::move(known));
  return names;
}

}  // namespace loom::core
