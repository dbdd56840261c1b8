// SPDX-License-Identifier: Apache-2.0
// Two members of one name would overwrite each other.
// error: two members of this struct are stored under one name
#include "loom/info/model.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  int a, b;
  static constexpr auto names = loom::names(loom::name(loom::fld<&Good::a>, "c").also_reads("d"));
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  int a, b;
  static constexpr auto names = loom::names(loom::name(loom::fld<&Bad::a>, "c").also_reads("b"));
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
