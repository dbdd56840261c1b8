// SPDX-License-Identifier: Apache-2.0
// Names that are copied from another struct would be ignored.
// error: the names and defaults of a struct are of its own members
#include "loom/info/model.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  int n;
  static constexpr auto names = loom::names(loom::name(loom::fld<&Good::n>, "N"));
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  int n;
  static constexpr auto names = loom::names(loom::name(loom::fld<&Good::n>, "N"));
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
