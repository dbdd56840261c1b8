#pragma once
// SPDX-License-Identifier: Apache-2.0
// What the refused updates and pipelines speak of.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "loom/info/field.hpp"
#include "loom/info/model.hpp"

using loom::fld;

struct Item {
  std::string sku;
  int quantity = 1;
};
struct Address {
  std::string city;
  loom::IntCounter parcels;
};
struct Customer : loom::PersistableModel<Customer> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "customers");
  loom::Id<Customer> id;
  std::string name;
};
struct Supplier : loom::PersistableModel<Supplier> {
  static constexpr auto persist_db = loom::declare_persist_db("trade", "suppliers");
  loom::Id<Supplier> id;
};
struct Order : loom::PersistableModel<Order> {
  static constexpr auto persist_db = loom::declare_persist_db("shop", "orders");
  loom::Id<Order> id;
  loom::Ref<Customer> customer;
  loom::Ref<Supplier> supplier;
  std::string note;
  std::optional<std::string> coupon;
  std::optional<double> rating;
  int pieces = 0;
  double total = 0;
  loom::Decimal128 price;
  Address address;
  std::vector<std::string> tags;
  std::vector<Item> items;
  std::map<std::string, double> rates;
  loom::IntCounter prints;
  loom::TimeInserted created_at;
  static auto paid() { return filter(fld<&Order::note> == "paid"); }
};
struct Row {
  std::string name;
  std::int64_t n = 0;
};
struct Total {
  double total = 0;
};
