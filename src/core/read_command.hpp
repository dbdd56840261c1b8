#pragma once
// SPDX-License-Identifier: Apache-2.0
// The commands that read: what a query or a pipeline is on its way to the server.

#include "loom/core/collection.hpp"
#include "loom/core/pipeline.hpp"

namespace loom::core {

/// {"find": …, "filter": …, "sort": …}: the elements alone, so that others may follow.
void write_find(bson::Writer& body, const ModelInfo& model, const Query& query);

/// {"find": …}, or {"aggregate": …} where documents are chosen by chance.
Document read_command(const ModelInfo& model, const Query& query);

/// {"aggregate": …}
Document read_command(const Pipeline& pipeline);

}  // namespace loom::core
