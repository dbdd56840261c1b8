#pragma once
// SPDX-License-Identifier: Apache-2.0
// The offsets of one zone as a sorted table of its changes, and the two questions asked of it.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace loom::core {

/// Milliseconds since 1970, of UTC (an instant) or of a wall clock (a local time).
using Millis = std::int64_t;

inline constexpr Millis millis_per_day = 86'400'000;
/// After 400 years the calendar begins again, its weekdays included.
inline constexpr Millis calendar_cycle = 146'097 * millis_per_day;
inline constexpr Millis earliest_instant = INT64_MIN;
inline constexpr Millis latest_instant = INT64_MAX;

/// The time between two changes of a zone, in which its offset stays the same.
struct Piece {
  Millis begin;
  Millis end;  ///< exclusive
  Millis offset;
  /// The local time that the clocks had come up to before `begin`, exclusive: after
  /// `begin + offset` where they went back.
  Millis reached;

  Millis local(Millis instant) const noexcept { return instant + offset; }
  /// The furthest local time that the clocks have shown by an instant of this piece.
  Millis furthest(Millis instant) const noexcept {
    return local(instant) >= reached ? local(instant) : reached - 1;
  }
};

class ZoneTable {
 public:
  /// `pieces` live as long as the table does. From `repeats_from` on the offsets are those of
  /// `calendar_cycle` before; the pieces go on for a year beyond it.
  constexpr ZoneTable(std::string_view name, std::span<const Piece> pieces, Millis repeats_from)
      : name_(name), pieces_(pieces), repeats_from_(repeats_from) {}

  std::string_view name() const noexcept { return name_; }
  /// All changes up to `repeats_from`, and those of a year more.
  std::span<const Piece> pieces() const noexcept { return pieces_; }
  Millis repeats_from() const noexcept { return repeats_from_; }

  /// The piece in which an instant lies.
  Piece at(Millis instant) const noexcept { return find<&Piece::begin>(instant); }
  /// The first instant at which the clocks show `local` or later.
  Millis first_instant(Millis local) const noexcept {
    const Piece piece = find<&Piece::reached>(local);
    return local - piece.offset > piece.begin ? local - piece.offset : piece.begin;
  }

 private:
  // The last piece whose `Key` is not after `value`, by a search without a branch to mispredict.
  template <Millis Piece::*Key>
  Piece find(Millis value) const noexcept {
    Millis shift = 0;
    if (value >= repeats_from_ && repeats_from_ != latest_instant) [[unlikely]] {
      // So near to the end of time the begin and the end of a piece are those of a cycle before.
      if (value > latest_instant - 2 * calendar_cycle) value -= calendar_cycle;
      shift = ((value - repeats_from_) / calendar_cycle + 1) * calendar_cycle;
    }
    const Piece* first = pieces_.data();
    for (std::size_t size = pieces_.size(); size > 1;) {
      const std::size_t half = size / 2;
      first += first[half].*Key <= value - shift ? half : 0;
      size -= half;
    }
    Piece found = *first;
    if (shift != 0) {
      found.begin += shift;
      found.end += shift;
      found.reached += shift;
    }
    return found;
  }

  std::string_view name_;
  std::span<const Piece> pieces_;
  Millis repeats_from_;
};

}  // namespace loom::core
