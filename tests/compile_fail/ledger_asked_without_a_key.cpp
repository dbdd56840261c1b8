// SPDX-License-Identifier: Apache-2.0
// Without a key there is one history, and it is all().
// error: this ledger names no key of its histories
#include "ledgers.hpp"

struct Good : loom::LedgerModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  std::string sku;
  loom::TimeInserted recorded_at;
  static constexpr auto ledger = loom::declare_ledger(fld<&Good::sku>);
};
void good(Good& object) { (void)object.latest("A1"); }
#ifdef LOOM_COMPILE_FAIL
struct Bad : loom::LedgerModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  std::string sku;
  loom::TimeInserted recorded_at;
};
void bad(Bad& object) { (void)object.latest("A1"); }
#endif
