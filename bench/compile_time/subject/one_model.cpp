// SPDX-License-Identifier: Apache-2.0
// What a user compiles most: all of Loom, one model, and a use of each verb.

#include <loom/loom.hpp>
#include <string>
#include <vector>

using loom::fld;

struct Customer : loom::PersistableModel<Customer> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "customers");
  loom::Id<Customer> id;
  std::string name;
  int age = 0;
  std::vector<std::string> tags;
  loom::TimeUpdated updated_at;
};

int main() {
  Customer ada{.name = "Ada", .age = 36};
  ada.persist();
  Customer::modify(ada.id, [](Customer& c) { c.age += 1; });
  return Customer::filter(fld<&Customer::age> >= 18).load_many().empty();
}
