// SPDX-License-Identifier: Apache-2.0
// Each value of a list is compared by the same rules.
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
auto good() { return fld<&Order::quantity>.in({36, 37}); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::quantity>.in({36.5, 37.5}); }
#endif
