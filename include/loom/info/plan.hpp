#pragma once
// SPDX-License-Identifier: Apache-2.0
// How the server finds what a query means: the part of its explanation that decides about speed.

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>

namespace loom {

/// How documents are found, from the best to the worst.
enum class PlanKind {
  other,            ///< nothing is searched: no collection, no such value, a choice by chance
  by_id,            ///< over the index of `_id`
  index_scan,       ///< over another index
  collection_scan,  ///< every document of the collection is looked at
};

/// The server's plan for a query, and what came of it when it was run.
///
/// Source: https://www.mongodb.com/docs/manual/reference/explain-results/
///
///     const loom::Plan plan = Order::filter(fld<&Order::total> > 100.0).plan();
///     if (plan.kind == loom::PlanKind::collection_scan) std::cerr << plan << '\n';
struct Plan {
  PlanKind kind = PlanKind::other;
  std::optional<std::string> index;     ///< its name, "total_1"; of several one after the other
  std::int64_t documents_examined = 0;  ///< how many were read
  std::int64_t keys_examined = 0;       ///< how many entries of indexes were read
  std::int64_t returned = 0;            ///< how many documents or rows came of it
  bool sorts_in_memory = false;         ///< no index gives the order

  friend bool operator==(const Plan&, const Plan&) = default;
};

/// "index scan of total_1: 76 keys and 76 documents examined, 76 returned".
std::ostream& operator<<(std::ostream& out, const Plan& plan);

}  // namespace loom
