// SPDX-License-Identifier: Apache-2.0
// An empty optional keeps or breaks no rule; its value does.
// error: what may be empty is not checked
#include <optional>

#include "loom/info/checked.hpp"

std::optional<loom::Checked<int, loom::ge<0>>> good;
#ifdef LOOM_COMPILE_FAIL
loom::Checked<std::optional<int>, loom::ge<0>> bad;
#endif
