#pragma once
// SPDX-License-Identifier: Apache-2.0
// MongoDB's own kind of key: twelve bytes that no other process makes, in about the order of their
// making.

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include "loom/time/time.hpp"

namespace loom {

/// A key of twelve bytes: seconds since 1970, a random number of the process, a counter.
///
/// BSON:   objectId
/// Source: https://www.mongodb.com/docs/manual/reference/bson-types/#objectid
///
///     auto id = loom::ObjectId::from_string("507f1f77bcf86cd799439011");
class ObjectId {
 public:
  using Octets = std::array<std::uint8_t, 12>;

  /// All zeros: no server and no driver makes this one.
  constexpr ObjectId() noexcept = default;
  explicit constexpr ObjectId(const Octets& bytes) noexcept : bytes_(bytes) {}

  /// A new one; no two are equal, also in a child after fork().
  static ObjectId generate();
  /// Reads 24 hexadecimal digits.
  ///
  /// Throws: ValidationError, rule "object_id".
  static ObjectId from_string(std::string_view hex);

  /// 24 hexadecimal digits, in lower case.
  std::string str() const;
  /// When it was made, to the second, by the clock of the machine that made it.
  constexpr Time time() const {
    return Time::from_millis(1000 * ((std::int64_t{bytes_[0]} << 24) |
                                     (std::int64_t{bytes_[1]} << 16) |
                                     (std::int64_t{bytes_[2]} << 8) | std::int64_t{bytes_[3]}));
  }
  constexpr const Octets& bytes() const noexcept { return bytes_; }
  constexpr bool is_zero() const noexcept { return *this == ObjectId{}; }

  friend constexpr auto operator<=>(const ObjectId&, const ObjectId&) noexcept = default;

 private:
  Octets bytes_{};
};

}  // namespace loom

template <>
struct std::hash<loom::ObjectId> {
  std::size_t operator()(const loom::ObjectId& id) const noexcept {
    // The last eight bytes hold what differs within one second, and the counter stands at their
    // end.
    std::uint64_t last;
    std::memcpy(&last, id.bytes().data() + 4, sizeof last);
    std::uint32_t seconds;
    std::memcpy(&seconds, id.bytes().data(), sizeof seconds);
    return static_cast<std::size_t>((last ^ seconds) * 0x9E3779B97F4A7C15u);
  }
};
