// SPDX-License-Identifier: Apache-2.0
// A sort by an enum would be alphabetical, too.
// error: an enum is stored by its name, so its order would be alphabetical
#include <optional>
#include <string>

#include "loom/info/field.hpp"

using loom::fld;
enum class State { draft, paid };
struct Order {
  int quantity;
  std::string name;
  std::optional<int> maybe;
  State state;
};
auto good() { return loom::SortOp<Order>(fld<&Order::quantity>.asc()); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::SortOp<Order>(fld<&Order::state>.asc()); }
#endif
