#pragma once
// SPDX-License-Identifier: Apache-2.0
// An order as a web shop sends it: the model of the benchmark, and documents of it.
// pydantic_peer.py has the same model.

#include <cstdint>
#include <loom/loom.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace bench {

enum class Status { placed, paid, shipped };

struct Customer {
  loom::Checked<std::string, loom::min_length<1>, loom::max_length<80>> name;
  std::string email;
  std::optional<std::string> phone;
};

struct Item {
  loom::Checked<std::string, loom::pattern<"[A-Z]{2}-[0-9]{4,8}">> sku;
  loom::Checked<int, loom::ge<1>, loom::le<1000>> quantity = 1;
  loom::Checked<double, loom::ge<0>> price;
};

struct Order {
  std::int64_t number;
  Status status;
  loom::Time placed_at;
  Customer customer;
  loom::Checked<std::vector<Item>, loom::not_empty, loom::max_length<100>> items;
  loom::Checked<std::string, loom::one_of<"EUR", "USD", "UAH">> currency = "EUR";
  std::map<std::string, double> rates;
  std::vector<std::string> tags;
  bool express;
  std::optional<std::string> note;
};

/// Orders as lines of JSON, from a fixed seed.
std::vector<std::string> order_lines(std::size_t how_many);

/// What both sides add up, so that neither can leave a member unread.
std::int64_t sum_of(const Order& order);

}  // namespace bench
