// SPDX-License-Identifier: Apache-2.0
// Fuzzes the way from bytes into structs, beginning again and again with a document that fits.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>

#include "support/codec_property.hpp"
#include "support/rich.hpp"

namespace {

struct Node {
  int value = 0;
  std::vector<Node> children;
};

}  // namespace

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
  std::mt19937 random(seed);
  if (random() % 8 == 0) {
    const auto fitting = loom::test::octets_of(loom::test::RichMaker(random).make());
    if (fitting.size() <= most) {
      std::ranges::copy(fitting, data);
      size = fitting.size();
    }
  }
  return LLVMFuzzerMutate(data, size, most);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  loom::test::is_read<loom::test::Rich>({data, size});
  loom::test::is_read<Node>({data, size});
  return 0;
}
