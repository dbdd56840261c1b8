#pragma once
// SPDX-License-Identifier: Apache-2.0
// The names of a Sandbox's databases: they say whose it is, so that a later one can clean up.

#include <string>
#include <string_view>

namespace loom::testing {

/// What the names of all Sandboxes' databases begin with.
inline constexpr std::string_view sandbox_mark = "loom_sandbox_";

/// The beginning of the names of a new Sandbox's databases; another one at each call.
///
/// The mark and 17 more bytes, of the 63 that a name may have: day, place, process, its start, a
/// count.
std::string new_sandbox_prefix();

/// True for a database of a Sandbox that has ended without dropping it: its process is gone, or it
/// is this one. Of a process that cannot be seen from here (in another container), after two days.
bool is_left_over(std::string_view database);

}  // namespace loom::testing
