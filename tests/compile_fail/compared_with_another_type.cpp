// SPDX-License-Identifier: Apache-2.0
// A number never equals a text.
// error: these two never compare
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
auto good() { return fld<&Order::quantity> == 36; }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::quantity> == "36"; }
#endif
