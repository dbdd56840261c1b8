// SPDX-License-Identifier: Apache-2.0
// The deadlines of this thread: those that a caller sets, and that of the round trip under way.

#include "core/deadline.hpp"

#include <algorithm>

#include "loom/connect/connect.hpp"

namespace loom::core {
namespace {

thread_local Deadline scope = Deadline::max();
thread_local Deadline round_trip = Deadline::max();

Deadline after(std::chrono::milliseconds limit) noexcept {
  const auto now = Clock::now();
  const auto longest = std::chrono::floor<std::chrono::milliseconds>(Deadline::max() - now);
  return limit < longest ? now + std::max(limit, std::chrono::milliseconds{0}) : Deadline::max();
}

}  // namespace

Deadline operation_deadline() noexcept {
  return scope < Deadline::max() ? scope : after(default_limit);
}

Deadline scope_deadline() noexcept { return scope; }

std::chrono::milliseconds remaining(Deadline deadline) noexcept {
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()),
                  std::chrono::milliseconds{0});
}

DeadlineScope::DeadlineScope(std::chrono::milliseconds limit) : outer_(scope) {
  scope = std::min(outer_, after(limit));
}

DeadlineScope::~DeadlineScope() { scope = outer_; }

RoundTrip::RoundTrip(Deadline deadline) noexcept : outer_(round_trip) { round_trip = deadline; }

RoundTrip::~RoundTrip() { round_trip = outer_; }

Deadline RoundTrip::current() noexcept { return round_trip; }

}  // namespace loom::core
