// SPDX-License-Identifier: Apache-2.0
// The server would refuse the second one.
// error: a ledger declares the index of its histories by itself
#include "ledgers.hpp"

struct Good : loom::LedgerModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  std::string sku;
  loom::TimeInserted recorded_at;
  static constexpr auto ledger = loom::declare_ledger(fld<&Good::sku>);
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
struct Bad : loom::LedgerModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  std::string sku;
  loom::TimeInserted recorded_at;
  static constexpr auto ledger = loom::declare_ledger(fld<&Bad::sku>);
  static constexpr auto indexes =
      loom::indexes(loom::index(fld<&Bad::sku>, fld<&Bad::recorded_at>, fld<&Bad::id>));
};
void bad(Bad& object) { object.persist(); }
#endif
