// SPDX-License-Identifier: Apache-2.0
// A character is a number to C++, and a slip for a text here.
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
auto good() { return fld<&Order::quantity> == 3; }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::quantity> == '3'; }
#endif
