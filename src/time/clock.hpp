#pragma once
// SPDX-License-Identifier: Apache-2.0
// What a FrozenClock changes and now() looks at.

#include <atomic>
#include <optional>

#include "loom/time/time.hpp"

namespace loom {

/// The instant at which the clock of this process stands still; nothing while it runs.
///
/// Two atomics and no lock: now() is on every write. `at` is set before `frozen`, so who sees the
/// clock frozen sees an instant that was given.
class StoppedClock {
 public:
  std::optional<Time> read() const noexcept {
    if (!frozen_.load(std::memory_order_acquire)) return std::nullopt;
    return Time::from_millis(at_.load(std::memory_order_acquire));
  }
  void stop(Time at) noexcept {
    at_.store(at.since_epoch().count(), std::memory_order_release);
    frozen_.store(true, std::memory_order_release);
  }
  void run() noexcept { frozen_.store(false, std::memory_order_release); }
  /// Moves a clock that is stopped; no move of another thread is lost.
  void advance(std::chrono::milliseconds duration) {
    std::int64_t at = at_.load(std::memory_order_acquire);
    while (!at_.compare_exchange_weak(at, (Time::from_millis(at) + duration).since_epoch().count(),
                                      std::memory_order_acq_rel)) {
    }
  }

 private:
  std::atomic<bool> frozen_ = false;
  std::atomic<std::int64_t> at_ = 0;
};

extern StoppedClock stopped_clock;

}  // namespace loom
