// SPDX-License-Identifier: Apache-2.0
// A declaration that nothing heeds would only seem to protect the records.
// error: declare_ledger belongs to a loom::LedgerModel
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
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  std::string sku;
  loom::TimeInserted recorded_at;
  static constexpr auto ledger = loom::declare_ledger(fld<&Bad::sku>);
};
void bad(Bad& object) { object.persist(); }
#endif
