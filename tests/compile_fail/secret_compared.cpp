// SPDX-License-Identifier: Apache-2.0
// How long == takes tells how much of a guess is right.
// error: a loom::Secret is not compared by ==
#include "loom/secret/secret.hpp"

bool good(const loom::Secret& secret) { return secret.reveal().empty(); }
#ifdef LOOM_COMPILE_FAIL
bool bad(const loom::Secret& secret) { return secret == "hunter2"; }
#endif
