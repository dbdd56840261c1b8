#pragma once
// SPDX-License-Identifier: Apache-2.0
// A document in which one place holds something else, or nothing.

#include <random>
#include <string>

#include "loom/bson/document.hpp"

namespace loom::test {

struct OddDocument {
  Document document;
  std::string change;  ///< "tags.0 = double NaN"
};

/// Changes one place of a document, at any depth, but not its `_id`.
OddDocument make_odd(const Document& document, std::mt19937& random);

}  // namespace loom::test
