// SPDX-License-Identifier: Apache-2.0
// What was before a change is there only where the collection keeps it.
// error: documents before a change are kept where the model says so
#include "shop.hpp"

auto good(const loom::Change<Order>& change) { return change.after()->total; }
#ifdef LOOM_COMPILE_FAIL
auto bad(const loom::Change<Order>& change) { return change.before()->total; }
#endif
