// SPDX-License-Identifier: Apache-2.0
// A secret is never written, not even by accident.
// error: a loom::Secret is never written or read as JSON
#include "loom/json/to_json.hpp"

auto good(const std::string& name) { return loom::to_json(name); }
#ifdef LOOM_COMPILE_FAIL
auto bad(const loom::Secret& secret) { return loom::to_json(secret); }
#endif
