// SPDX-License-Identifier: Apache-2.0
// The pause before something is tried again.

#include "core/back_off.hpp"

#include <algorithm>
#include <random>
#include <thread>

namespace loom::core {

void back_off(int tries, Deadline deadline) {
  using std::chrono::microseconds;
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto longest =
      std::min(microseconds(5'000) * (1 << std::min(tries, 6)), microseconds(remaining(deadline)));
  std::uniform_int_distribution<std::int64_t> jitter(longest.count() / 2, longest.count());
  std::this_thread::sleep_for(microseconds(jitter(random)));
}

}  // namespace loom::core
