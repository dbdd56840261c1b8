// SPDX-License-Identifier: Apache-2.0
// Fuzzes the way from texts into structs: what is taken is written as JSON again and taken again.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <string>

#include "loom/json/to_json.hpp"
#include "support/rich.hpp"

namespace {

struct Node {
  int value = 0;
  std::vector<Node> children;
};

template <class T>
void take(std::string_view text) {
  T object{};
  try {
    object = loom::from_json<T>(text, loom::trusted);
  } catch (const loom::ValidationError& error) {
    for (const auto& problem : error.problems())
      if (problem.rule.empty() || problem.message.empty() || problem.column > text.size() + 1)
        throw std::logic_error("a problem that says nothing");
    return;
  }
  const auto written = loom::to_json(object);
  if (loom::to_json(loom::from_json<T>(written, loom::trusted)) != written)
    throw std::logic_error("an object that changes on its way through JSON");
}

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  std::mt19937 random(seed);
  if (random() % 8 == 0) {
    const auto fitting = loom::to_json(loom::test::RichMaker(random).make());
    if (fitting.size() <= most) {
      std::ranges::copy(fitting, data);
      size = fitting.size();
    }
  }
  return LLVMFuzzerMutate(data, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  take<loom::test::Rich>(text);
  take<Node>(text);
  take<loom::Document>(text);
  return 0;
}
