// SPDX-License-Identifier: Apache-2.0
// Loom sets the times of a model, not of the structs within it.
// error: TimeInserted and TimeUpdated are kept in a model only
#include "loom/info/model.hpp"

struct Part {
  loom::TimeInserted at;
};
struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  loom::TimeInserted at;
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  Part part;
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
