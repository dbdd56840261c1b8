// SPDX-License-Identifier: Apache-2.0
// The order of the records of one millisecond is that of their ObjectIds.
// error: write loom::Id<ThisModel> without another type of key
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
  loom::Id<Bad, loom::Uuid> id;
  std::string sku;
  loom::TimeInserted recorded_at;
  static constexpr auto ledger = loom::declare_ledger(fld<&Bad::sku>);
};
void bad(Bad& object) { object.persist(); }
#endif
