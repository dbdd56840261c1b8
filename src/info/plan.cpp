// SPDX-License-Identifier: Apache-2.0
// A plan as one line.
#include "loom/info/plan.hpp"

namespace loom {
namespace {

const char* words_of(PlanKind kind) {
  switch (kind) {
    case PlanKind::by_id:
      return "by id";
    case PlanKind::index_scan:
      return "index scan";
    case PlanKind::collection_scan:
      return "collection scan";
    default:
      return "no search";
  }
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Plan& plan) {
  out << words_of(plan.kind);
  if (plan.kind == PlanKind::index_scan && plan.index) out << " of " << *plan.index;
  out << ": " << plan.keys_examined << " keys and " << plan.documents_examined
      << " documents examined, " << plan.returned << " returned";
  return plan.sorts_in_memory ? out << ", sorted in memory" : out;
}

}  // namespace loom
