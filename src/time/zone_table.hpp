#pragma once
// SPDX-License-Identifier: Apache-2.0
// The offsets of one zone as a sorted table of its changes, and the two questions asked of it.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
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

/// Finds the piece of an instant without a search: for each slice of time the piece at its begin.
struct Slices {
  static constexpr unsigned width = 33;  // 2^33 milliseconds, 99 days: few have two changes
  Millis begin = latest_instant;
  std::span<const std::uint16_t> pieces;

  std::size_t piece_near(Millis instant) const noexcept {
    if (instant < begin) return 0;
    const auto slice = static_cast<std::uint64_t>(instant - begin) >> width;
    return pieces[slice < pieces.size() ? slice : pieces.size() - 1];
  }
};

class ZoneTable {
 public:
  /// What `pieces` and `slices` refer to lives as long as the table does. From `repeats_from` on
  /// the offsets are those of `calendar_cycle` before; the pieces go on for a year beyond it.
  constexpr ZoneTable(std::string_view name, std::span<const Piece> pieces, Slices slices,
                      Millis repeats_from)
      : name_(name), pieces_(pieces), slices_(slices), repeats_from_(repeats_from) {}

  std::string_view name() const noexcept { return name_; }
  /// All changes up to `repeats_from`, and those of a year more.
  std::span<const Piece> pieces() const noexcept { return pieces_; }
  Millis repeats_from() const noexcept { return repeats_from_; }

  /// The piece in which an instant lies.
  Piece at(Millis instant) const noexcept {
    // The last instant of all is that of no piece, whose end is exclusive.
    if (instant == latest_instant) --instant;
    if (instant >= repeats_from_) [[unlikely]]
      return later(instant, [this](Millis earlier) { return at(earlier); });
    std::size_t i = slices_.piece_near(instant);
    i += pieces_[i].end <= instant ? 1 : 0;
    while (pieces_[i].end <= instant) [[unlikely]]
      ++i;
    return pieces_[i];
  }
  /// The first instant at which the clocks show `local` or later.
  Millis first_instant(Millis local) const noexcept {
    const Piece piece = first_to_show(local);
    return local - piece.offset > piece.begin ? local - piece.offset : piece.begin;
  }

 private:
  /// The last piece before which the clocks had not shown `local`.
  Piece first_to_show(Millis local) const noexcept {
    if (local >= repeats_from_ && repeats_from_ != latest_instant)
      return later(local, [this](Millis earlier) { return first_to_show(earlier); });
    return *std::prev(std::ranges::upper_bound(pieces_, local, {}, &Piece::reached));
  }
  /// What `find` finds as many cycles before `time` as are repetitions, brought back to its time.
  template <class Find>
  Piece later(Millis time, Find find) const noexcept {
    // So near to the end of time the begin and the end of a piece are those of a cycle before.
    if (time > latest_instant - 2 * calendar_cycle) time -= calendar_cycle;
    const Millis shift = ((time - repeats_from_) / calendar_cycle + 1) * calendar_cycle;
    Piece found = find(time - shift);
    found.begin += shift;
    found.end += shift;
    found.reached += shift;
    return found;
  }

  std::string_view name_;
  std::span<const Piece> pieces_;
  Slices slices_;
  Millis repeats_from_;
};

}  // namespace loom::core
