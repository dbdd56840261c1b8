// SPDX-License-Identifier: Apache-2.0
// MongoDB takes a dot in a name for a path.
// error: a stored name is empty, begins with $, or holds a dot
#include "loom/info/model.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  int n;
  static constexpr auto names = loom::names(loom::name(loom::fld<&Good::n>, "a_b"));
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  int n;
  static constexpr auto names = loom::names(loom::name(loom::fld<&Bad::n>, "a.b"));
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
