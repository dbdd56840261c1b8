// SPDX-License-Identifier: Apache-2.0
// A secret is at one place at a time.
// error: deleted
#include "loom/secret/secret.hpp"

loom::Secret good(loom::Secret&& secret) { return std::move(secret); }
#ifdef LOOM_COMPILE_FAIL
loom::Secret bad(const loom::Secret& secret) { return secret; }
#endif
