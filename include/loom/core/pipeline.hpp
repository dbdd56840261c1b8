#pragma once
// SPDX-License-Identifier: Apache-2.0
// An aggregation pipeline without types: a collection and stages.

#include <cstdint>
#include <string_view>
#include <vector>

#include "loom/bson/build.hpp"
#include "loom/core/collection.hpp"

namespace loom::core {

/// The stages that are run over a collection; a value that is copied freely.
struct Pipeline {
  const ModelInfo* model = nullptr;
  std::vector<Document> stages;
  bool disk_use = false;        ///< as in Query
  std::int32_t batch_size = 0;  ///< as in Query

  /// The same with one more stage, {name: {…}}; `put` writes what stands in the braces.
  template <class Put>
  Pipeline with(std::string_view name, Put put) const {
    Pipeline longer = *this;
    longer.stages.push_back(bson::build([&](bson::Writer& out) {
      const auto stage = out.begin_document(name);
      put(out);
      out.end(stage);
    }));
    return longer;
  }
  Pipeline with_number(std::string_view name, std::int64_t n) const;
  Pipeline with_text(std::string_view name, std::string_view text) const;
};

/// The pipeline that begins with the documents of a query.
Pipeline pipeline_of(const ModelInfo& model, const Query& query);

/// The rows of a pipeline.
Cursor aggregate(const Pipeline& pipeline);

/// How many rows a pipeline gives.
std::int64_t count_rows(const Pipeline& pipeline);

}  // namespace loom::core
