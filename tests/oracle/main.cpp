// SPDX-License-Identifier: Apache-2.0
// Loom's side of the oracle. It reads inputs, each as a line `<model> <number of bytes>` and the
// bytes after it, and answers each with a line of JSON; compare.py asks it.

#include <iostream>
#include <string>

#include "oracle/judge.hpp"

namespace {

using namespace loom::oracle;

const auto& judge_of(const std::string& model) {
  for (const auto* models : {&models_of_values, &models_of_rules, &models_of_structs})
    if (const auto found = models->find(model); found != models->end()) return found->second;
  throw std::runtime_error("there is no model " + model);
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  std::string model, text;
  for (std::size_t size = 0; std::cin >> model >> size;) {
    text.resize(size);
    if (!std::cin.ignore().read(text.data(), static_cast<std::streamsize>(size))) return 1;
    std::cout << judge_of(model)(text) << '\n';
  }
  return std::cin.eof() && std::cout.flush() ? 0 : 1;
}
