#pragma once
// SPDX-License-Identifier: Apache-2.0
// Asks the server how it runs a query or a pipeline.

#include <string>

#include "loom/core/collection.hpp"
#include "loom/core/pipeline.hpp"
#include "loom/info/plan.hpp"

namespace loom::core {

/// The server's explanation as JSON of many lines; the query is run for it, values stand in it.
std::string explain(const ModelInfo& model, const Query& query);
std::string explain(const Pipeline& pipeline);

/// What of the explanation decides about speed.
Plan plan(const ModelInfo& model, const Query& query);
Plan plan(const Pipeline& pipeline);

/// The plan that a reply to `explain` tells of.
Plan plan_of(bson::View explanation);

}  // namespace loom::core
