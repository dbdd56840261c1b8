#pragma once
// SPDX-License-Identifier: Apache-2.0
// A key of sixteen bytes that other systems understand.

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

namespace loom {

/// A universally unique identifier.
///
/// BSON:   binary, subtype 4
/// Source: https://www.rfc-editor.org/rfc/rfc9562
///
///     auto id = loom::Uuid::from_string("73ffd264-44b3-4c69-90e8-e7d1dfc035d4");
class Uuid {
 public:
  using Octets = std::array<std::uint8_t, 16>;

  /// The nil UUID: all zeros.
  constexpr Uuid() noexcept = default;
  explicit constexpr Uuid(const Octets& bytes) noexcept : bytes_(bytes) {}

  /// A new one of version 4: 122 bits from the system's source of randomness.
  static Uuid generate();
  /// Reads the form with four hyphens, in either case.
  ///
  /// Throws: ValidationError, rule "uuid".
  static Uuid from_string(std::string_view text);

  /// The form with four hyphens, in lower case.
  std::string str() const;
  constexpr const Octets& bytes() const noexcept { return bytes_; }
  constexpr bool is_zero() const noexcept { return *this == Uuid{}; }

  friend constexpr auto operator<=>(const Uuid&, const Uuid&) noexcept = default;

 private:
  Octets bytes_{};
};

}  // namespace loom

template <>
struct std::hash<loom::Uuid> {
  std::size_t operator()(const loom::Uuid& id) const noexcept {
    std::array<std::uint64_t, 2> halves;
    std::memcpy(halves.data(), id.bytes().data(), sizeof halves);
    return static_cast<std::size_t>((halves[0] * 31 + halves[1]) * 0x9E3779B97F4A7C15u);
  }
};
