// SPDX-License-Identifier: Apache-2.0
// A misspelt member would leave the one of the model without a value.
// error: a step of the upgrade gives a member that neither a later step takes nor the model stores
#include "loom/loom.hpp"

struct Old {
  int m;
};
struct New {
  int n;
};
struct Misspelt {
  int nn;
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
  static constexpr auto upgrade = loom::upgrade([](const Old& old) { return Misspelt{old.m}; });
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
