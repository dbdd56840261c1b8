#pragma once
// SPDX-License-Identifier: Apache-2.0
// Models of a shop that have a member of every kind, for tests of filters, updates and pipelines.

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "loom/loom.hpp"

namespace loom::test {

enum class State { draft, paid, shipped };

struct Address {
  std::string city;
  std::optional<std::string> zip;
};

struct Item {
  std::string sku;
  int quantity = 1;
  double unit_price = 0;
};

struct Customer : PersistableModel<Customer> {
  static constexpr auto persist_db = declare_persist_db("shop", "customers");
  Id<Customer> id;
  std::string name;
  std::optional<std::string> city;
};

struct Order : PersistableModel<Order> {
  static constexpr auto persist_db = declare_persist_db("shop", "orders");
  Id<Order> id;
  Ref<Customer> customer;
  std::optional<Ref<Customer>> agent;
  State state = State::draft;
  bool gift = false;
  int pieces = 0;
  std::int64_t grams = 0;
  std::uint32_t colour = 0;
  float rating = 0;
  double total = 0;
  Decimal128 price;
  std::string note;
  std::optional<std::string> coupon;
  Nullable<std::string> remark;
  StrLower email;
  Time placed_at;
  std::optional<Time> paid_at;
  std::chrono::milliseconds packing{0};
  std::chrono::year_month_day due = std::chrono::year(2026) / 11 / 22;
  ObjectId trace;
  Uuid token;
  std::array<double, 2> place{};
  Address address;
  std::optional<Address> billing;
  std::vector<std::string> tags;
  std::vector<int> scores;
  std::vector<Item> items;
  std::map<std::string, double> rates;
  std::map<std::string, int> stock;
  Document extra;
  std::vector<Document> events;
  IntCounter prints;
  TimeInserted created_at;
  TimeUpdated updated_at;

  static constexpr auto names = loom::names(loom::name(fld<&Order::placed_at>, "placedAt"));
};

}  // namespace loom::test
