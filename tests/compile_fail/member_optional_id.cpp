// SPDX-License-Identifier: Apache-2.0
// An Id that may be empty would be a field that no save ever changes.
// error: an Id belongs to its own model
#include <optional>

#include "loom/info/model.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  std::optional<loom::Ref<Good>> parent;
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  std::optional<loom::Id<Bad>> parent;
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
