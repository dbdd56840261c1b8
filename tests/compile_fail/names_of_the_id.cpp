// SPDX-License-Identifier: Apache-2.0
// MongoDB knows a document by its _id and would make another one.
// error: an Id is stored as _id
#include "loom/info/model.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  int n;
  static constexpr auto names = loom::names(loom::name(loom::fld<&Good::n>, "key"));
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  static constexpr auto names = loom::names(loom::name(loom::fld<&Bad::id>, "key"));
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
