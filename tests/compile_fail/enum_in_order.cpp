// SPDX-License-Identifier: Apache-2.0
// An enum is stored by its name: paid comes before shipped only by chance.
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
auto good() { return fld<&Order::state> == State::paid; }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::state> < State::paid; }
#endif
