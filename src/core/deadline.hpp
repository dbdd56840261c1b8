#pragma once
// SPDX-License-Identifier: Apache-2.0
// When the work of this thread must end: the deadline of an operation, and of one round trip.

#include <chrono>

namespace loom::core {

using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

/// How long an operation may take where no DeadlineScope says otherwise.
inline constexpr std::chrono::seconds default_limit{30};

/// When an operation that begins now must end.
Deadline operation_deadline() noexcept;

/// The end of the DeadlineScope around this thread's work; `Deadline::max()` where there is none.
Deadline scope_deadline() noexcept;

/// The milliseconds until `deadline`, rounded up; at least 0.
std::chrono::milliseconds remaining(Deadline deadline) noexcept;

/// While it lives, no read or write of a connection by this thread waits longer than until
/// `deadline`.
class RoundTrip {
 public:
  explicit RoundTrip(Deadline deadline) noexcept;
  ~RoundTrip();
  RoundTrip(const RoundTrip&) = delete;
  RoundTrip& operator=(const RoundTrip&) = delete;

  /// When this thread's round trip ends; `Deadline::max()` outside of one.
  static Deadline current() noexcept;

 private:
  Deadline outer_;
};

}  // namespace loom::core
