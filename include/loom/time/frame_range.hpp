#pragma once
// SPDX-License-Identifier: Apache-2.0
// Frames one after the other, made as they are asked for.

#include <compare>
#include <cstddef>
#include <iterator>

#include "loom/time/frame.hpp"

namespace loom {

/// The frames that touch a half-open time; holds the first and the last one only.
template <class F>
class FrameRange {
 public:
  class Iterator {
   public:
    using value_type = F;
    using reference = F;
    using pointer = void;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;  // The classic one: it gives values.
    using iterator_concept = std::forward_iterator_tag;

    Iterator() noexcept = default;
    F operator*() const noexcept { return F(span_, zone_); }
    Iterator& operator++() {
      ++index_;
      // The frame behind the last one may be outside the years that frames have.
      if (index_ < size_) span_ = core::frame_plus(F::kind, span_, 1, zone_);
      return *this;
    }
    Iterator operator++(int) {
      Iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) noexcept {
      return a.index_ == b.index_;
    }

   private:
    friend FrameRange;
    Iterator(const core::FrameSpan& span, Zone zone, std::size_t index, std::size_t size) noexcept
        : span_(span), zone_(zone), index_(index), size_(size) {}

    core::FrameSpan span_;
    Zone zone_ = utc;
    std::size_t index_ = 0;
    std::size_t size_ = 0;
  };

  /// The frames that touch the time from `from` to before `to`.
  FrameRange(Time from, Time to, Zone zone) : zone_(zone) {
    if (to < from) core::throw_inverted_range();
    if (from == to) return;
    first_ = core::frame_containing(F::kind, from, zone);
    const auto last = core::frame_containing(F::kind, to - std::chrono::milliseconds(1), zone);
    size_ = static_cast<std::size_t>(core::frames_between(F::kind, first_, last, zone)) + 1;
  }

  Iterator begin() const noexcept { return {first_, zone_, 0, size_}; }
  Iterator end() const noexcept { return {first_, zone_, size_, size_}; }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }

 private:
  core::FrameSpan first_;
  Zone zone_;
  std::size_t size_ = 0;
};

/// The frames that touch the time from `from` to before `to`, in order.
///
/// Throws: ValidationError, rule "range", where `to` is before `from`.
///
///     for (const auto day : loom::frames<loom::DailyFrame>(from, to, loom::zone("Europe/Paris")))
///     …
template <TimeFrame F>
FrameRange<F> frames(Time from, Time to, Zone zone) {
  return FrameRange<F>(from, to, zone);
}

template <FrameUnit Unit, Weekday FirstDay>
template <TimeFrame F>
FrameRange<F> Frame<Unit, FirstDay>::split() const {
  static_assert(splits_into<Frame, F>,
                "a frame splits into smaller ones whose borders are its own, and weeks cross those "
                "of months and years: write loom::frames<…>(floor, ceiling, zone) for those that "
                "touch it");
  return FrameRange<F>(floor(), ceiling(), zone_);
}

}  // namespace loom
