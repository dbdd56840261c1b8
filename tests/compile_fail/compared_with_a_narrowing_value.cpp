// SPDX-License-Identifier: Apache-2.0
// No int is 36.5, so nothing would be found.
// error: this value would narrow
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
auto bad() { return fld<&Order::quantity> == 36.5; }
#endif
