// SPDX-License-Identifier: Apache-2.0
// What is read must own what it holds.
// error: JSON holds what Loom can store
#include "loom/json/from_json.hpp"

auto good() { return loom::from_json<std::string>("\"Ada\""); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::from_json<std::string_view>("\"Ada\""); }
#endif
