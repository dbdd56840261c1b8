// SPDX-License-Identifier: Apache-2.0
// A counter in a container would be written as a plain number, over what others count.
// error: an IntCounter, TimeInserted or TimeUpdated is a member by itself
#include <map>
#include <string>

#include "loom/info/model.hpp"

struct Good : loom::PersistableModel<Good> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Good> id;
  std::map<std::string, std::int64_t> counts;
};
struct Bad : loom::PersistableModel<Bad> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "things");
  loom::Id<Bad> id;
  std::map<std::string, loom::IntCounter> counts;
};
void good(Good& object) { object.persist(); }
#ifdef LOOM_COMPILE_FAIL
void bad(Bad& object) { object.persist(); }
#endif
