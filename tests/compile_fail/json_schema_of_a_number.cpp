// SPDX-License-Identifier: Apache-2.0
// A number has no members to describe.
// error: a JSON Schema is made of a model or of another plain struct
#include "loom/loom.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  int n;
};
auto good() { return loom::json_schema<Good>(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return loom::json_schema<int>(); }
#endif
