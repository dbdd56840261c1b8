// SPDX-License-Identifier: Apache-2.0
// An empty optional would compare with null, or with nothing.
// error: a field is compared with a std::optional
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
auto bad() { return fld<&Order::quantity> == std::optional<int>(3); }
#endif
