#pragma once
// SPDX-License-Identifier: Apache-2.0
// The clock in the hand of a test.

#include <optional>

#include "loom/time/time.hpp"

namespace loom::testing {

/// While it lives, `loom::now()` stands still, in all threads, and moves only when told.
///
/// One inside another hides it and gives it back at its end; they end in the reverse order.
///
///     loom::testing::FrozenClock clock(loom::parse_time("2026-01-01T00:00:00Z"));
///     clock.advance(24h);
class FrozenClock {
 public:
  explicit FrozenClock(Time at) noexcept;
  ~FrozenClock();
  FrozenClock(const FrozenClock&) = delete;
  FrozenClock& operator=(const FrozenClock&) = delete;

  void set(Time at) noexcept;
  /// Moves the clock by milliseconds or coarser; backwards where it is negative.
  ///
  /// Throws: ValidationError, rule "time", where that is out of range.
  template <class Rep, class Period>
  void advance(std::chrono::duration<Rep, Period> duration) {
    advance_by((Time{} + duration).since_epoch());
  }

 private:
  void advance_by(std::chrono::milliseconds duration);

  std::optional<Time> outer_;  // What stood before; nothing where the system's clock ran.
};

}  // namespace loom::testing
