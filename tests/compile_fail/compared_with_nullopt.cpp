// SPDX-License-Identifier: Apache-2.0
// For MongoDB null is also what is missing; which of them is meant, nobody could read.
// error: a field is compared with std::nullopt
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
auto good() { return fld<&Order::maybe> == 3; }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return fld<&Order::maybe> == std::nullopt; }
#endif
