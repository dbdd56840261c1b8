// SPDX-License-Identifier: Apache-2.0
// The pause between two tries.
#include "loom/core/retry.hpp"

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>

#include "core/deadline.hpp"

namespace loom::core {

void pause_after_conflict(int tries) {
  using std::chrono::milliseconds;
  thread_local std::minstd_rand random(std::random_device{}());
  const int longest = std::min(1 << std::min(tries, 6), 50);
  const milliseconds pause(std::uniform_int_distribution<int>(0, longest)(random));
  if (remaining(scope_deadline()) <= pause)
    throw TimeoutError(
        "the deadline passed while other writers kept changing the same document; "
        "nothing was written: try again later, or let fewer writers change it");
  std::this_thread::sleep_for(pause);
}

}  // namespace loom::core
