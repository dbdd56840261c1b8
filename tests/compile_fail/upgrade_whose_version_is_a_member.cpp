// SPDX-License-Identifier: Apache-2.0
// A member of this name would be taken for the version.
// error: the version of a document is kept by Loom
#include "loom/loom.hpp"

struct Old {
  int m;
};
struct New {
  int n;
};
struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  int n;
  static constexpr auto upgrade = loom::upgrade([](const Old& old) { return New{old.m}; });
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  int n;
  int version = 1;
  static constexpr auto upgrade =
      loom::upgrade([](const Old& old) { return New{old.m}; }).version_in("version");
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
