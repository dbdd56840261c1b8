// SPDX-License-Identifier: Apache-2.0
// Stops the clock that now() reads, and gives it back.

#include "loom/testing/frozen_clock.hpp"

#include "time/clock.hpp"

namespace loom::testing {

FrozenClock::FrozenClock(Time at) noexcept : outer_(stopped_clock.read()) {
  stopped_clock.stop(at);
}

FrozenClock::~FrozenClock() {
  if (outer_)
    stopped_clock.stop(*outer_);
  else
    stopped_clock.run();
}

void FrozenClock::set(Time at) noexcept { stopped_clock.stop(at); }

void FrozenClock::advance_by(std::chrono::milliseconds duration) {
  stopped_clock.advance(duration);
}

}  // namespace loom::testing
