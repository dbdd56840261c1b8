// SPDX-License-Identifier: Apache-2.0
// A filter over the fields of orders means nothing among customers.
// error: this filter belongs to another model
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
auto good() { return Customer::filter(fld<&Customer::age> > 3); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Customer::filter(fld<&Order::total> > 3); }
#endif
