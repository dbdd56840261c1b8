// SPDX-License-Identifier: Apache-2.0
// A version is of a whole document.
// error: only a model has an upgrade, of its whole documents
#include "loom/loom.hpp"

struct Old {
  int m;
};
struct New {
  int n;
};
struct Plain {
  int n;
};
struct Part {
  int n;
  static constexpr auto upgrade = loom::upgrade([](const Old& old) { return New{old.m}; });
};
struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  Plain part;
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
