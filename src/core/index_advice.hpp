#pragma once
// SPDX-License-Identifier: Apache-2.0
// Which index a query needs, and how it is declared.

#include <string>
#include <string_view>
#include <vector>

#include "loom/bson/document.hpp"

namespace loom::core {

/// The indexes that serve a query.
struct IndexAdvice {
  std::vector<std::string> fields;  ///< as they are stored
  std::string declaration;          ///< empty where no index would help
};

/// For a filter and a sort over a model: what is compared for equality comes first, then the order,
/// then what is compared otherwise.
///
/// Source: https://www.mongodb.com/docs/manual/tutorial/equality-sort-range-rule/
IndexAdvice index_advice(const Document& filter, const Document& sort, std::string_view model);

}  // namespace loom::core
