// SPDX-License-Identifier: Apache-2.0
// The README's program: a model is declared, saved, loaded, changed and queried.

#include <iostream>
#include <loom/loom.hpp>

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
  loom::testing::Sandbox sandbox;  // temporary databases; without this line the data stay
  Customer ada{.name = "Ada", .age = 36};
  ada.persist();  // inserts, and sets ada.id

  auto same = Customer::get(ada.id);
  same.age += 1;
  same.persist();  // sends the new age only, and only where nobody else changed it meanwhile
  Customer::modify(ada.id, [](Customer& c) { c.tags.push_back("loyal"); });

  const auto adults = Customer::filter(fld<&Customer::age> >= 18).sort(fld<&Customer::name>.asc());
  for (const auto& c : adults.load_many()) std::cout << c.name << ", " << c.age << '\n';
}
