#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which options a MongoDB URI may have, and which of them need a word that gives up a safety.

#include <string>
#include <string_view>

#include "loom/info/unsafely.hpp"

namespace loom::core {

/// Throws the ConnectionError of a URI that is not taken.
[[noreturn]] void refuse_uri(const std::string& text);

/// True where `words` has this one.
constexpr bool has_word(unsafely::OfConnection words, unsafely::OfConnection word) noexcept {
  return (static_cast<unsigned>(words) & static_cast<unsigned>(word)) != 0;
}

/// The options of a URI: what follows its '?'.
class UriOptions {
 public:
  /// Throws: ConnectionError (an option that is unknown, comes twice, has a wrong value, or gives
  ///         up a safety without its word).
  UriOptions(std::string_view text, unsafely::OfConnection allowed);

  /// Throws the ConnectionError for what the driver says of the URI. The driver's own sentence may
  /// quote a value, so only the option that it speaks of is told.
  [[noreturn]] void refuse_for(std::string_view reason) const;

 private:
  std::string names_;  ///< as they are written, each between two of '&'
};

}  // namespace loom::core
