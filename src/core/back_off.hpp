#pragma once
// SPDX-License-Identifier: Apache-2.0
// The pause before something is tried again.

#include "core/deadline.hpp"

namespace loom::core {

/// Waits before try number `tries + 1`, no longer than until `deadline`. The pauses grow, and
/// differ, so that many clients do not knock in step on a server that comes back, nor meet again on
/// one document.
void back_off(int tries, Deadline deadline);

}  // namespace loom::core
