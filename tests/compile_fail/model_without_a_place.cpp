// SPDX-License-Identifier: Apache-2.0
// A model says in which collection it is stored.
// error: a model says where it is stored
#include "loom/info/model.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
};
struct Bad : loom::PersistableModel<Bad> {
  loom::Id<Bad> id;
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
