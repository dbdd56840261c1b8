// SPDX-License-Identifier: Apache-2.0
// MongoDB takes no dot in the name of a database.
// error: constant expression
#include "loom/info/model_info.hpp"

constexpr auto good = loom::declare_persist_db("shop", "orders.open");
#ifdef LOOM_COMPILE_FAIL
constexpr auto bad = loom::declare_persist_db("shop.eu", "orders");
#endif
