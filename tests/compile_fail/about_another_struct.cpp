// SPDX-License-Identifier: Apache-2.0
// Texts that are copied from another struct would describe nothing.
// error: the texts about a struct are of its own members
#include "loom/loom.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  int n;
  static constexpr auto about = loom::about(loom::text(loom::fld<&Good::n>, "A number."));
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  int n;
  static constexpr auto about = loom::about(loom::text(loom::fld<&Good::n>, "A number."));
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
