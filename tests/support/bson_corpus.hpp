#pragma once
// SPDX-License-Identifier: Apache-2.0
// The BSON corpus of data/bson-corpus: what is valid, what is not, and the same as extended JSON.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace loom::test {

using Octets = std::vector<std::uint8_t>;
using Json = nlohmann::ordered_json;

/// The bytes that hexadecimal digits stand for; in a buffer of exactly their size, so that the
/// address sanitizer sees a read beyond.
inline Octets from_hex(std::string_view hex) {
  Octets bytes(hex.size() / 2);
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(2 * i, 2)), nullptr, 16));
  return bytes;
}

/// One entry of a file: "array.json, valid, Empty".
struct CorpusCase {
  std::string title;
  Json content;
};

/// The entries of all files under one key: "valid", "decodeErrors" or "parseErrors".
inline std::vector<CorpusCase> corpus(const std::string& key) {
  std::vector<CorpusCase> cases;
  for (const auto& entry : std::filesystem::directory_iterator("data/bson-corpus")) {
    std::ifstream file(entry.path());
    const Json content = Json::parse(file);
    if (!content.contains(key)) continue;
    for (const auto& item : content[key]) {
      const std::string description = item["description"];
      cases.push_back({entry.path().filename().string() + ", " + key + ", " + description, item});
      cases.back().content["bson_type"] = content["bson_type"];
    }
  }
  if (cases.empty()) throw std::runtime_error("data/bson-corpus has no " + key);
  return cases;
}

}  // namespace loom::test
