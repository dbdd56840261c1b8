// SPDX-License-Identifier: Apache-2.0
// Which of two insertion times would be the right one?
// error: a model has at most one TimeInserted and one TimeUpdated
#include "loom/info/model.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  loom::TimeInserted inserted;
  loom::TimeUpdated updated;
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  loom::TimeInserted inserted, also_inserted;
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
