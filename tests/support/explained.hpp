#pragma once
// SPDX-License-Identifier: Apache-2.0
// How the server runs a pipeline, in its own words.

#include <string>

#include "loom/core/pipeline.hpp"

namespace loom::test {

/// The explanation as JSON.
inline std::string explained(const core::Pipeline& pipeline) {
  const auto command = bson::build([&](bson::Writer& out) {
    const auto inner = out.begin_document("explain");
    out.string("aggregate", pipeline.model->collection);
    const auto stages = out.begin_array("pipeline");
    std::size_t i = 0;
    for (const auto& stage : pipeline.stages)
      out.document(std::string_view(bson::IndexKey(i++)), stage.bytes());
    out.end(stages);
    out.end(out.begin_document("cursor"));
    out.end(inner);
  });
  const auto reply = core::run(
      {pipeline.model->database, command.bytes(), core::Effect::read, "explain a test's query"});
  return Document::from_bytes(reply.bytes()).to_relaxed_json();
}

}  // namespace loom::test
