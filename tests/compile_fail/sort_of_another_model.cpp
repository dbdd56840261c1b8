// SPDX-License-Identifier: Apache-2.0
// A sort by the fields of orders means nothing among customers.
// error: a sort names fields of the model that is read
#include "loom/info/field.hpp"
#include "loom/info/model.hpp"

using loom::fld;
struct Customer : loom::PersistableModel<Customer> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "customers");
  loom::Id<Customer> id;
  int age;
};
struct Order : loom::PersistableModel<Order> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "orders");
  loom::Id<Order> id;
  int total;
};
auto good() { return Customer::all().sort(fld<&Customer::age>.desc()); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Customer::all().sort(fld<&Order::total>.desc()); }
#endif
