// SPDX-License-Identifier: Apache-2.0
// Without a time and without an ObjectId nobody knows which document is the latest.
// error: this model does not keep when it was inserted
#include "shop.hpp"

struct Tick : loom::PersistableModel<Tick> {
  static constexpr auto persist_db = loom::declare_persist_db("market", "ticks");
  loom::Id<Tick, int> number;
  int value = 0;
};
auto good() { return Tick::all().sort(fld<&Tick::number>.desc()).load_one(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Tick::all().load_latest(); }
#endif
