// SPDX-License-Identifier: Apache-2.0
// The parts of the codec that need no type of the user's.
#include "loom/bson/codec_containers.hpp"

namespace loom::bson {

std::string_view problem_of_key(std::string_view key) noexcept {
  if (key.empty()) return "is an empty key";
  if (key.front() == '$') return "is a key that begins with $, which MongoDB takes for an operator";
  if (key.find('.') != std::string_view::npos)
    return "is a key with a dot, which MongoDB takes for a path";
  if (key.find('\0') != std::string_view::npos) return "is a key with a NUL, which ends it in BSON";
  if (!is_utf8(key)) return "is a key that is no UTF-8";
  return {};
}

std::string_view corruption_of(Type type, View value) {
  std::optional<Corruption> corruption;
  if (type == Type::document || type == Type::array) {
    corruption = find_corruption(value);
  } else {
    Writer document;
    const auto start = document.begin();
    document.value(std::string_view("value"), type, value);
    document.end(start);
    corruption = find_corruption(document.bytes());
  }
  return corruption ? corruption->what : std::string_view();
}

void throw_corrupt(std::string_view model, View document, const Corrupt& met) {
  std::string found(met.reason());
  if (const auto corruption = find_corruption(document))
    found = std::string(corruption->what) + ", at byte " + std::to_string(corruption->offset);
  throw DecodeError(std::string(model), {{"", "well-formed BSON", std::move(found)}});
}

}  // namespace loom::bson
