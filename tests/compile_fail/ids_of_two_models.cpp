// SPDX-License-Identifier: Apache-2.0
// The Ids of two models never mean the same document.
// error: an Id of one model is compared with an Id of another
#include "loom/info/id.hpp"

struct Customer;
struct Order;
bool good(const loom::Id<Order>& a, const loom::Id<Order>& b) { return a == b; }
#ifdef LOOM_COMPILE_FAIL
bool bad(const loom::Id<Order>& a, const loom::Id<Customer>& b) { return a == b; }
#endif
