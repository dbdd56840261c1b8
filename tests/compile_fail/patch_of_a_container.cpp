// SPDX-License-Identifier: Apache-2.0
// A patch has members to change.
// error: a patch changes members
#include "loom/json/from_json.hpp"

struct Item {
  int count = 0;
};
void good(Item& item) { loom::patch_from_json(item, "{}"); }
#ifdef LOOM_COMPILE_FAIL
void bad(std::vector<Item>& items) { loom::patch_from_json(items, "[]"); }
#endif
