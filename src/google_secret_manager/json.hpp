#pragma once
// SPDX-License-Identifier: Apache-2.0
// JSON that may hold secrets: what is read of it is copied to where it belongs and nowhere else.

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "loom/secret/secret.hpp"

namespace loom::google {

/// A JSON object. A member that is not there, is of another type, or stands in what is no JSON is
/// nothing.
class Json {
 public:
  using Path = std::initializer_list<std::string_view>;

  explicit Json(std::string_view text);
  ~Json();
  Json(const Json&) = delete;
  Json& operator=(const Json&) = delete;

  bool has(Path path) const;
  std::optional<std::string> text(Path path) const;
  std::optional<Secret> secret(Path path) const;
  /// A whole number, or a text that is one: Google writes 64-bit numbers so.
  std::optional<std::int64_t> number(Path path) const;

 private:
  struct Reader;
  std::unique_ptr<Reader> reader_;
};

}  // namespace loom::google
