// SPDX-License-Identifier: Apache-2.0
// Fuzzes the validator, and the JSON of what it accepts.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "support/bson_property.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const loom::bson::View bytes(data, size);
  for (const auto property : {loom::test::wrong_judgement, loom::test::wrong_json})
    if (const auto what = property(bytes)) {
      std::fprintf(stderr, "%s\n", what->c_str());
      std::abort();
    }
  return 0;
}
