#pragma once
// SPDX-License-Identifier: Apache-2.0
// The models of friction_prelude.hpp that exist so far, without its ledgers and time series.
// While this file is here, the cases of friction.txt see it in place of the whole prelude.
#include <loom/loom.hpp>

#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

using loom::fld;

struct Customer : loom::PersistableModel<Customer> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "customers");
  loom::Id<Customer> id;
  std::string name;
  std::string city;
  int age = 0;
  loom::IntCounter visits;
  loom::TimeInserted created_at;
  static auto all_of_paris() { return filter(fld<&Customer::city> == "Paris"); }
};
struct Item {
  std::string sku;
  int quantity = 1;
};
struct Order : loom::PersistableModel<Order> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "orders");
  loom::Id<Order> id;
  loom::Ref<Customer> customer;
  std::string state;
  std::vector<Item> items;
  double total = 0;
  loom::Time placed_at;
};
struct Booking : loom::PersistableModel<Booking> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "bookings");
  loom::Id<Booking> id;
  std::optional<std::string> note;
};
struct Row {
  std::string name;
  std::int64_t n = 0;
};
