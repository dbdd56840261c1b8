// SPDX-License-Identifier: Apache-2.0
// The orders of the benchmark, as text: from a fixed seed, members in their usual order.

#include "json/order.hpp"

#include <cmath>
#include <cstdio>
#include <random>

namespace bench {
namespace {

class Writer {
 public:
  std::string order() {
    std::string text = R"({"number":)" + std::to_string(number(1, 999'999'999));
    text += R"(,"status":")" + one_of({"placed", "paid", "shipped"}) + '"';
    text += R"(,"placed_at":")" + time() + '"';
    text += R"(,"customer":{"name":")" + one_of({"Ada Lovelace", "Зоя Ткаченко", "José Núñez"}) +
            R"(","email":"ada@example.org")";
    if (number(0, 1)) text += R"(,"phone":"+44 20 7946 0)" + std::to_string(number(100, 999)) + '"';
    text += R"(},"items":[)";
    for (int i = 0, items = number(1, 5); i < items; ++i) text += (i ? "," : "") + item();
    text += R"(],"currency":")" + one_of({"EUR", "USD", "UAH"}) + '"';
    text += R"(,"rates":{"EUR":1,"USD":)" + decimal() + R"(},"tags":["web","first order"])";
    text += R"(,"express":)" + one_of({"true", "false"});
    text += R"(,"note":)" +
            one_of({"null", R"("Please leave it with the \"neighbour\", second door.\nThanks")"});
    return text + "}";
  }

 private:
  int number(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  std::string one_of(std::vector<std::string> values) {
    return values[static_cast<std::size_t>(number(0, static_cast<int>(values.size()) - 1))];
  }
  std::string decimal() {
    return std::to_string(number(0, 999)) + '.' + std::to_string(number(10, 99));
  }
  std::string time() {
    char text[64];
    std::snprintf(text, sizeof text, "2026-%02d-%02dT%02d:%02d:%02d.%03dZ", number(1, 12),
                  number(1, 28), number(0, 23), number(0, 59), number(0, 59), number(0, 999));
    return text;
  }
  std::string item() {
    return R"({"sku":")" + one_of({"AB", "XY", "QQ"}) + '-' + std::to_string(number(1000, 9999)) +
           R"(","quantity":)" + std::to_string(number(1, 1000)) + R"(,"price":)" + decimal() + "}";
  }

  std::mt19937 random_{20261127};
};

}  // namespace

std::vector<std::string> order_lines(std::size_t how_many) {
  Writer writer;
  std::vector<std::string> lines(how_many);
  for (auto& line : lines) line = writer.order();
  return lines;
}

std::int64_t sum_of(const Order& order) {
  std::int64_t sum = order.number + static_cast<int>(order.status) + order.express +
                     order.placed_at.since_epoch().count() +
                     std::llround(order.rates.at("USD") * 100);
  const auto add = [&](const std::string& text) { sum += static_cast<int>(text.size()); };
  add(order.customer.name), add(order.customer.email), add(order.currency);
  if (order.customer.phone) add(*order.customer.phone);
  if (order.note) add(*order.note);
  for (const auto& tag : order.tags) add(tag);
  for (const Item& item : order.items.get()) {
    add(item.sku);
    sum += item.quantity + std::llround(item.price * 100);
  }
  return sum;
}

}  // namespace bench
