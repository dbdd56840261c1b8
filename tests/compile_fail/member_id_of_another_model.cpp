// SPDX-License-Identifier: Apache-2.0
// The Id of another model is not this document's _id.
// error: an Id belongs to its own model
#include "loom/info/model.hpp"

struct Bad;
struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  loom::Ref<Bad> other;
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  loom::Id<Good> other;
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
